import type { Upload } from './api';

/** Above this a file goes up as blocks, several at a time. */
const blockSize = 8 * 1024 * 1024;
const blocksAtATime = 4;
const tries = 4;

/** A transfer that storage refused or the network lost. */
export class TransferError extends Error {
  constructor(readonly status: number) {
    super(status === 0 ? 'The connection to storage broke.' : status === 403 ? 'The upload link has expired.' : `Storage answered ${status}.`);
  }
}

/** Puts a file straight into blob storage; `progress` gets 0 to 1. */
export async function transfer(file: File, upload: Upload, progress: (part: number) => void): Promise<void> {
  if (file.size <= blockSize) {
    await withRetries(() => put(upload.uploadUrl, file, upload.headers, (sent) => progress(file.size ? sent / file.size : 1)));
    return;
  }

  const count = Math.ceil(file.size / blockSize);
  const ids = Array.from({ length: count }, (_, index) => btoa(`block-${String(index).padStart(6, '0')}`));
  const sent = new Array<number>(count).fill(0);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const at = index;
      const block = file.slice(at * blockSize, (at + 1) * blockSize);
      await withRetries(() => put(withQuery(upload.uploadUrl, { comp: 'block', blockid: ids[at]! }), block, {}, (bytes) => {
        sent[at] = bytes;
        progress(sent.reduce((sum, part) => sum + part, 0) / file.size);
      }));
    }
  };
  await Promise.all(Array.from({ length: Math.min(blocksAtATime, count) }, worker));

  const list = `<?xml version="1.0" encoding="utf-8"?><BlockList>${ids.map((id) => `<Latest>${id}</Latest>`).join('')}</BlockList>`;
  // Headers of a single put that a block list names differently.
  const { 'x-ms-blob-type': _, 'Content-Type': contentType, ...others } = upload.headers;
  const headers = { ...others, 'Content-Type': 'text/plain; charset=utf-8', 'x-ms-blob-content-type': contentType ?? file.type };
  await withRetries(() => put(withQuery(upload.uploadUrl, { comp: 'blocklist' }), new Blob([list]), headers, () => {}));
}

function withQuery(url: string, query: Record<string, string>): string {
  return `${url}${url.includes('?') ? '&' : '?'}${new URLSearchParams(query)}`;
}

/** One PUT; XMLHttpRequest because fetch does not tell how much it has sent. */
function put(url: string, body: Blob, headers: Readonly<Record<string, string>>, sent: (bytes: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => sent(event.loaded);
    request.onload = () => (request.status >= 200 && request.status < 300 ? resolve() : reject(new TransferError(request.status)));
    request.onerror = () => reject(new TransferError(0));
    request.ontimeout = () => reject(new TransferError(0));
    request.timeout = 5 * 60 * 1000;
    request.send(body);
  });
}

/** Tries again what may pass by itself: no connection, 408, 429 and 5xx; half a second, one, two, each with jitter. */
async function withRetries(action: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      const status = error instanceof TransferError ? error.status : -1;
      const isTransient = status === 0 || status === 408 || status === 429 || status >= 500;
      if (!isTransient || attempt === tries) throw error;
      await new Promise((resume) => setTimeout(resume, 500 * 2 ** (attempt - 1) * (0.5 + Math.random())));
    }
  }
}
