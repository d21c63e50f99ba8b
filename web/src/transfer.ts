import { ApiError, type Api, type Upload } from './api';
import { persist } from './persist';

/** Above this a file goes up as blocks, several at a time. */
const blockSize = 8 * 1024 * 1024;
const blocksAtATime = 4;
const tries = 4;

/** A connection on which nothing went forward for this long is given up. Milliseconds. */
const patience = 60_000;

/** A link is renewed this long before it expires. Milliseconds. */
const margin = 60_000;

/** Links that storage may refuse one after the other; more of them would be refused as well. */
const renewals = 2;

/** A transfer that storage refused or the network lost. */
export class TransferError extends Error {
  constructor(readonly status: number, message?: string) {
    super(message ?? (status === 0 ? 'The connection to storage broke.' : status === 403 ? 'Storage does not take the upload link.' : `Storage answered ${status}.`));
  }
}

/** The file is there already: nothing is left to send. */
class Arrived extends Error {}

/** One file on its way straight into blob storage. What has arrived of it stays there: another run goes on where the last one ended. */
export class Transfer {
  private readonly sent: number[];
  private readonly there = new Set<number>();
  private renewAt = Infinity;
  private renewal: Promise<void> | null = null;

  constructor(private readonly api: Api, private readonly file: File, private place: Upload) {
    this.sent = new Array<number>(Math.ceil(file.size / blockSize)).fill(0);
    this.use(place);
  }

  get id(): string {
    return this.place.id;
  }

  /** Ends when all of the file is in storage; `progress` gets 0 to 1. */
  async run(progress: (part: number) => void): Promise<void> {
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, this.api.closed]);
    const tell = (part: number): void => {
      if (!signal.aborted) progress(part);
    };
    try {
      if (!this.place.uploadUrl) return;
      await (this.file.size <= blockSize ? this.whole(tell, signal) : this.inBlocks(tell, signal));
    } catch (error) {
      if (!(error instanceof Arrived)) throw error;
    } finally {
      // What one block failed of, the others need not wait for, nor tell how far they came.
      stop.abort();
    }
  }

  private whole(tell: (part: number) => void, signal: AbortSignal): Promise<void> {
    const { file } = this;
    return this.put({}, file, (place) => place.headers, (bytes) => tell(file.size ? bytes / file.size : 1), signal);
  }

  private async inBlocks(tell: (part: number) => void, signal: AbortSignal): Promise<void> {
    const { file, sent, there } = this;
    const ids = sent.map((_, index) => btoa(`block-${String(index).padStart(6, '0')}`));
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let index = next++; index < ids.length; index = next++) {
        if (there.has(index)) continue;
        const at = index;
        const block = file.slice(at * blockSize, (at + 1) * blockSize);
        await this.put({ comp: 'block', blockid: ids[at]! }, block, () => ({}), (bytes) => {
          sent[at] = bytes;
          tell(sent.reduce((sum, part) => sum + part, 0) / file.size);
        }, signal);
        there.add(at);
      }
    };
    await Promise.all(Array.from({ length: Math.min(blocksAtATime, ids.length) }, worker));

    const list = `<?xml version="1.0" encoding="utf-8"?><BlockList>${ids.map((id) => `<Latest>${id}</Latest>`).join('')}</BlockList>`;
    await this.put({ comp: 'blocklist' }, new Blob([list]), (place) => {
      // Headers of a single put that a block list names differently.
      const { 'x-ms-blob-type': _, 'Content-Type': contentType, ...others } = place.headers;
      return { ...others, 'Content-Type': 'text/plain; charset=utf-8', 'x-ms-blob-content-type': contentType ?? file.type };
    }, () => {}, signal);
  }

  /** One PUT, with a fresh link where the old one has run out. */
  private put(
    query: Record<string, string>, body: Blob, headers: (place: Upload) => Readonly<Record<string, string>>, sent: (bytes: number) => void, signal: AbortSignal,
  ): Promise<void> {
    return persist(tries, signal, async () => {
      for (let refused = 0; ; refused++) {
        if (Date.now() > this.renewAt) await this.renew();
        const { place } = this;
        try {
          return await put(withQuery(place.uploadUrl, query), body, headers(place), sent, signal);
        } catch (error) {
          if (!(error instanceof TransferError) || error.status !== 403 || refused === renewals) throw error;
          // Another block may have a fresh link by now.
          if (this.place === place) await this.renew();
        }
      }
    });
  }

  private renew(): Promise<void> {
    return (this.renewal ??= this.api.renew(this.id).then((place) => this.use(place), (error: unknown) => {
      throw error instanceof ApiError && error.status === 409 ? new Arrived() : error;
    }).finally(() => {
      this.renewal = null;
    }));
  }

  /** A clock that is wrong must not make every link look old: then storage says when one is. */
  private use(place: Upload): void {
    const lasts = Date.parse(place.expiresAt ?? '') - Date.now();
    this.place = place;
    this.renewAt = lasts > 2 * margin ? Date.now() + lasts - margin : Infinity;
  }
}

function withQuery(url: string, query: Record<string, string>): string {
  const text = new URLSearchParams(query).toString();
  return text ? `${url}${url.includes('?') ? '&' : '?'}${text}` : url;
}

/** One PUT; XMLHttpRequest because fetch does not tell how much it has sent. */
function put(url: string, body: Blob, headers: Readonly<Record<string, string>>, sent: (bytes: number) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }

    const request = new XMLHttpRequest();
    let timer = 0;
    const end = (error: unknown = null): void => {
      window.clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      if (error) reject(error);
      else resolve();
    };
    const stop = (): void => {
      end(signal.reason);
      request.abort();
    };
    const goesOn = (): void => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        end(new TransferError(0, 'Nothing went through to storage for a minute.'));
        request.abort();
      }, patience);
    };
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      goesOn();
      sent(event.loaded);
    };
    request.upload.onload = goesOn;
    request.onload = () => end(request.status >= 200 && request.status < 300 ? null : new TransferError(request.status));
    request.onerror = () => end(new TransferError(0));
    signal.addEventListener('abort', stop, { once: true });
    goesOn();
    request.send(body);
  });
}
