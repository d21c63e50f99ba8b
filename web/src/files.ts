/** Files that are dropped anywhere on the page, chosen, or pasted. */
export function takeFiles(drop: HTMLElement, input: HTMLInputElement, take: (files: readonly File[]) => void): void {
  const takeAny = (files: FileList | undefined | null): boolean => {
    const taken = [...(files ?? [])];
    if (taken.length > 0) take(taken);
    return taken.length > 0;
  };

  input.addEventListener('change', () => {
    takeAny(input.files);
    input.value = '';
  });

  document.addEventListener('paste', (event) => {
    if (takeAny(event.clipboardData?.files)) event.preventDefault();
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
    takeAny(event.dataTransfer?.files);
  });
}
