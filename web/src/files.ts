import { visible, walk, type Batch } from './folders';

export interface Choosers {
  readonly files: HTMLInputElement;
  readonly folder: HTMLInputElement;
}

/** Files and folders that are dropped anywhere on the page, chosen, or pasted. */
export function takeFiles(drop: HTMLElement, choosers: Choosers, take: (batches: AsyncIterable<Batch>, isFolder: boolean) => void): void {
  const takeAny = (files: readonly File[], isFolder = false): boolean => {
    if (files.length > 0) take(inBatches(files), isFolder);
    return files.length > 0;
  };

  for (const [input, isFolder] of [[choosers.files, false], [choosers.folder, true]] as const) {
    input.addEventListener('change', () => {
      takeAny(isFolder ? visible([...(input.files ?? [])]) : [...(input.files ?? [])], isFolder);
      input.value = '';
    });
  }

  document.addEventListener('paste', (event) => {
    if (takeAny([...(event.clipboardData?.files ?? [])])) event.preventDefault();
  });

  // Entering a child leaves its parent: count, so that the mark stays until the pointer has left the page.
  let depth = 0;
  const mark = (change: number): void => {
    depth = Math.max(0, depth + change);
    drop.classList.toggle('over', depth > 0);
  };
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  document.addEventListener('dragenter', (event) => hasFiles(event) && mark(1));
  document.addEventListener('dragleave', (event) => hasFiles(event) && mark(-1));
  document.addEventListener('dragover', (event) => hasFiles(event) && event.preventDefault());
  document.addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(-depth);
    // What was dropped can be looked at during the event only; the entries stay good.
    const entries = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === 'file').map((item) => item.webkitGetAsEntry());
    const known = entries.filter((entry) => entry !== null);
    if (known.some(({ isDirectory }) => isDirectory)) take(walk(known), true);
    else takeAny([...(event.dataTransfer?.files ?? [])]);
  });
}

/** Many files are many cards: the browser draws in between. */
async function* inBatches(files: readonly File[]): AsyncGenerator<Batch> {
  const size = 100;
  for (let at = 0; at < files.length; at += size) {
    yield { files: files.slice(at, at + size) };
    if (at + size < files.length) await new Promise((resume) => setTimeout(resume));
  }
}
