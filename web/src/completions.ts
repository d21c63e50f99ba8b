import type { Api } from './api';

const pause = 200;

/** Offers tags that begin with the word being typed, in the browser's own list. What goes wrong here costs the offers only. */
export function completeTags(box: HTMLInputElement, list: HTMLElement, api: () => Api | null): void {
  let timer = 0;
  let running: AbortController | null = null;
  box.addEventListener('input', () => {
    window.clearTimeout(timer);
    running?.abort();
    const word = /\S+$/.exec(box.value)?.[0] ?? '';
    const before = box.value.slice(0, box.value.length - word.length);
    timer = window.setTimeout(() => {
      const asked = api();
      if (!asked || word.length < 2) {
        list.replaceChildren();
        return;
      }

      const request = new AbortController();
      running = request;
      asked.tags(word, request.signal).then((tags) => {
        if (!request.signal.aborted) list.replaceChildren(...tags.filter((tag) => tag !== word).map((tag) => optionOf(before + tag)));
      }).catch(() => list.replaceChildren());
    }, pause);
  });
}

function optionOf(value: string): HTMLOptionElement {
  const option = document.createElement('option');
  option.value = value;
  return option;
}
