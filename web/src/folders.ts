/** A walk ends here: whatever was dropped, the page must stay one that can be used. */
const mostFiles = 50_000;
const mostLevels = 32;

/** Files of a folder, some at a time: a browser reads a folder in parts, and nobody waits for the last to see the first. */
export interface Batch {
  readonly files: readonly File[];
  /** Not all that is there was taken, or not all of it could be read. */
  readonly problem?: string;
}

/** What is in entries that were dropped, folders and all that is in them; what is hidden by its name is left out, and no file is opened. */
export async function* walk(entries: readonly FileSystemEntry[]): AsyncGenerator<Batch> {
  const open = entries.map((entry) => ({ entry, level: 0 }));
  let left = mostFiles;
  for (let next = open.shift(); next; next = open.shift()) {
    const { entry, level } = next;
    try {
      if (isFile(entry)) {
        yield { files: [await fileOf(entry)] };
        continue;
      }

      if (!isFolder(entry)) continue;
      for await (const part of partsOf(entry)) {
        const seen = part.filter(({ name }) => !isHidden(name));
        const files = seen.filter(isFile).slice(0, left);
        left -= files.length;
        const opened = await Promise.allSettled(files.map(fileOf));
        yield {
          files: opened.filter((one) => one.status === 'fulfilled').map(({ value }) => value),
          ...(opened.some(({ status }) => status === 'rejected') ? { problem: unreadable(entry.name) } : {}),
        };
        if (left === 0) {
          yield { files: [], problem: `Only the first ${mostFiles.toLocaleString('en')} files were taken. Drop the other folders by themselves.` };
          return;
        }

        if (level < mostLevels) open.push(...seen.filter(isFolder).map((folder) => ({ entry: folder, level: level + 1 })));
      }
    } catch {
      yield { files: [], problem: unreadable(entry.name) };
    }
  }
}

/** Files of a chosen folder without those that are hidden, themselves or by a folder they are in. */
export function visible(files: readonly File[]): readonly File[] {
  return files.filter((file) => !file.webkitRelativePath.split('/').slice(1).some(isHidden));
}

/** One call gives a part of a folder; the last gives nothing. */
async function* partsOf(folder: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry[]> {
  const reader = folder.createReader();
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return;
    yield part;
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isHidden(name: string): boolean {
  return name.startsWith('.');
}

function unreadable(name: string): string {
  return `Some of “${name}” could not be read.`;
}
