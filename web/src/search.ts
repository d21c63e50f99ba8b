import { type Api, ApiError, type Hit, type Hits } from './api';
import { Card } from './card';
import { reasonsOf } from './reasons';
import { titleOf, type Wanted } from './wanted';

/** Typing rests this long before the server is asked. Milliseconds. */
const pause = 200;

export interface SearchParts {
  readonly section: HTMLElement;
  readonly title: HTMLElement;
  readonly list: HTMLElement;
  readonly note: HTMLElement;
  readonly more: HTMLButtonElement;
}

/** Finds assets while somebody types. An answer that is no longer asked for is given up, and never shown. */
export class Search {
  private timer = 0;
  private running: AbortController | null = null;
  private wanted: Wanted = null;
  private cursor: string | null = null;

  constructor(
    private readonly api: Api,
    private readonly parts: SearchParts,
    private readonly announce: (text: string) => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Asks after a moment, in which more may be typed; an empty box ends the search at once. */
  type(wanted: Wanted, shown: () => void): void {
    this.stop();
    this.timer = window.setTimeout(() => {
      shown();
      void this.show(wanted);
    }, wanted ? pause : 0);
  }

  /** Shows what is wanted, from the first page on. */
  async show(wanted: Wanted): Promise<void> {
    this.stop();
    this.wanted = wanted;
    this.cursor = null;
    this.parts.section.hidden = !wanted;
    this.parts.note.textContent = '';
    this.parts.more.hidden = true;
    if (!wanted) {
      this.parts.list.replaceChildren();
      return;
    }

    this.parts.title.textContent = titleOf(wanted);
    await this.load();
  }

  async load(): Promise<void> {
    const wanted = this.wanted;
    if (!wanted) return;
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    this.parts.list.setAttribute('aria-busy', 'true');
    this.parts.more.ariaDisabled = 'true';
    const isNext = this.cursor !== null;
    try {
      const hits = 'like' in wanted
        ? await this.api.similar(wanted.like, running.signal)
        : await this.api.search(wanted, this.cursor, running.signal);
      if (!running.signal.aborted) this.fill(hits, isNext);
    } catch (error) {
      if (running.signal.aborted) return;
      if (!isNext) this.parts.list.replaceChildren();
      if (error instanceof ApiError && error.status !== 401) this.say(error.message);
      else this.failed(error);
    } finally {
      if (this.running === running) {
        this.running = null;
        this.parts.list.removeAttribute('aria-busy');
        this.parts.more.ariaDisabled = 'false';
      }
    }
  }

  private fill(hits: Hits, isNext: boolean): void {
    const cards = hits.hits.map(cardOf);
    if (isNext) {
      this.parts.list.append(...cards);
      const first = cards[0];
      if (first) {
        first.tabIndex = -1;
        first.focus();
      }
    } else {
      this.parts.list.replaceChildren(...cards);
    }

    this.cursor = hits.cursor;
    this.parts.more.hidden = !hits.cursor;
    const count = this.parts.list.childElementCount;
    this.say([
      count === 0 ? 'Nothing was found. Other words or fewer filters may find it: tags, titles and file names count, in any language.' : '',
      hits.complete ? '' : 'The index is being built; there may be more in a moment.',
    ].filter(Boolean).join(' '), count === 0 ? '' : `${count}${hits.cursor ? ' or more' : ''} found`);
  }

  private say(text: string, heard = ''): void {
    this.parts.note.textContent = text;
    this.announce([heard, text].filter(Boolean).join('. '));
  }

  private stop(): void {
    window.clearTimeout(this.timer);
    this.running?.abort();
    this.running = null;
    this.parts.list.removeAttribute('aria-busy');
  }
}

function cardOf(hit: Hit): HTMLElement {
  const card = new Card(hit.asset.name);
  card.show(hit.asset);
  card.explain(reasonsOf(hit.matches));
  return card.element;
}
