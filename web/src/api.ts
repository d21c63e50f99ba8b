import { authorization, type Credentials } from './credentials';
import { typeOf } from './types';
import type { Query } from './wanted';

export type AssetState = 'reserved' | 'received' | 'ready' | 'rejected' | 'failed' | 'expired' | 'deleted';

export interface MlTag {
  readonly tag: string;
  /** 0 to 1. */
  readonly confidence: number;
}

/** What of an asset the page shows. */
export interface Asset {
  readonly id: string;
  readonly state: AssetState;
  readonly name: string;
  readonly type?: 'image' | 'video' | null;
  readonly title?: string | null;
  readonly bytes?: number | null;
  /** Pixels, upright. */
  readonly width?: number | null;
  readonly height?: number | null;
  /** Seconds. */
  readonly duration?: number | null;
  readonly takenAt?: string | null;
  readonly createdAt?: string;
  readonly tags?: readonly string[];
  readonly userTags?: readonly string[];
  readonly mlTags?: readonly MlTag[];
  readonly tagging?: { readonly status: string; readonly model?: string | null } | null;
  readonly urls?: { readonly original?: string | null; readonly thumb?: string | null; readonly preview?: string | null } | null;
  readonly error?: { readonly code?: string; readonly message?: string; readonly detail?: string } | string | null;
}

/** An asset as it was at one time, which its ETag names. */
export interface Version {
  readonly asset: Asset;
  readonly etag: string | null;
}

/** What an edit changes; what is missing stays. */
export interface Edit {
  readonly title?: string | null;
  readonly tags?: readonly string[];
}

/** Where to put one file. */
export interface Upload {
  readonly id: string;
  readonly uploadUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAt?: string | null;
  readonly maxBytes: number;
}

/** What became of one asset, as far as a look at many tells. */
export interface Status {
  readonly id: string;
  readonly state: AssetState;
}

/** Why something was found. */
export interface Match {
  /** tag, mlTag, parent, title, name, color or like. */
  readonly field: string;
  readonly text: string;
  /** 0 to 1. */
  readonly score: number;
}

export interface Hit {
  readonly score: number;
  readonly matches: readonly Match[];
  readonly asset: Asset;
}

export interface Hits {
  readonly hits: readonly Hit[];
  readonly cursor: string | null;
  /** False while the index is being built. */
  readonly complete: boolean;
}

/** An answer that is not the one wanted, with the server's own words. */
export class ApiError extends Error {
  /** Milliseconds the server asks to wait. */
  readonly retryAfter: number;
  /** What is wrong with which file of the request, by its index. */
  readonly files: ReadonlyMap<number, string>;

  constructor(readonly status: number, message: string, more: { retryAfter?: number; files?: ReadonlyMap<number, string> } = {}) {
    super(message);
    this.retryAfter = more.retryAfter ?? 0;
    this.files = more.files ?? new Map();
  }
}

/** A request without an answer for this long is given up. Milliseconds. */
const patience = 60_000;

/** Magpie's own API, as far as the page calls it. */
export class Api {
  private readonly closing = new AbortController();

  /** @param refused Is told when the key is not taken, whatever was asked. */
  constructor(private readonly credentials: Credentials, private readonly refused: (error: ApiError) => void = () => {}) {}

  /** Aborted when nobody wants answers any more. */
  get closed(): AbortSignal {
    return this.closing.signal;
  }

  close(): void {
    this.closing.abort();
  }

  /** Places for files; the same key and files get the same ones again, should an answer be lost. */
  async reserve(files: readonly File[], key: string): Promise<readonly Upload[]> {
    const body = { files: files.map((file) => ({ name: file.name, contentType: typeOf(file) ?? 'application/octet-stream', size: file.size })) };
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key };
    const answer = await this.request('/api/uploads', { method: 'POST', body: JSON.stringify(body), headers });
    return (await read<{ uploads: Upload[] }>(answer)).uploads;
  }

  /** A fresh link for a file that has not arrived; 409 where there is nothing to wait for. */
  async renew(id: string): Promise<Upload> {
    return read<Upload>(await this.request(`/api/uploads/${encodeURIComponent(id)}/renew`, { method: 'POST' }));
  }

  async asset(id: string): Promise<Asset> {
    return read<Asset>(await this.request(`/api/assets/${encodeURIComponent(id)}`));
  }

  /** States of up to 200 assets; those that are not there are named apart. */
  async statuses(ids: readonly string[]): Promise<{ assets: readonly Status[]; missing: readonly string[] }> {
    return read(await this.request(`/api/assets/status?ids=${ids.join(',')}`));
  }

  /** Has an asset that failed worked on once more; it shows when its turn comes. */
  async retry(id: string): Promise<void> {
    await this.request(`/api/assets/${encodeURIComponent(id)}/retry`, { method: 'POST' });
  }

  async version(id: string): Promise<Version> {
    return versionOf(await this.request(`/api/assets/${encodeURIComponent(id)}`));
  }

  async newest(cursor: string | null): Promise<{ assets: readonly Asset[]; cursor: string | null }> {
    const query = new URLSearchParams({ limit: '24' });
    if (cursor) query.set('cursor', cursor);
    const page = (await (await this.request(`/api/assets?${query}`)).json()) as { assets?: Asset[]; cursor?: string | null };
    return { assets: page.assets ?? [], cursor: page.cursor ?? null };
  }

  async search({ words, filters: { until, ...filters } }: Query, cursor: string | null, signal: AbortSignal): Promise<Hits> {
    const query = new URLSearchParams({ ...(words ? { q: words } : {}), ...filters, ...(until ? { before: dayAfter(until) } : {}), limit: '24' });
    if (cursor) query.set('cursor', cursor);
    return hitsOf(await this.request(`/api/search?${query}`, { signal }));
  }

  async similar(id: string, signal: AbortSignal): Promise<Hits> {
    return hitsOf(await this.request(`/api/assets/${encodeURIComponent(id)}/similar?limit=24`, { signal }));
  }

  /** Title and the owner's tags; what the models said stays. Refused with 412 where the asset is another than the ETag's by now. */
  async edit(id: string, edit: Edit, etag: string | null): Promise<Version> {
    const headers = { 'Content-Type': 'application/json', ...(etag ? { 'If-Match': etag } : {}) };
    return versionOf(await this.request(`/api/assets/${encodeURIComponent(id)}`, { method: 'PATCH', body: JSON.stringify(edit), headers }));
  }

  async remove(id: string): Promise<void> {
    await this.request(`/api/assets/${encodeURIComponent(id)}`, { method: 'DELETE' });
  }

  /** The tags that begin with a prefix, the most used first. */
  async tags(prefix: string, signal: AbortSignal): Promise<readonly string[]> {
    const answer = await this.request(`/api/tags?${new URLSearchParams({ prefix, limit: '8' })}`, { signal });
    const { tags } = (await answer.json()) as { tags?: { tag: string }[] };
    return (tags ?? []).map(({ tag }) => tag);
  }

  private async request(path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
    const headers = { ...init.headers, Authorization: authorization(this.credentials) };
    const signal = AbortSignal.any([this.closed, AbortSignal.timeout(patience), ...(init.signal ? [init.signal] : [])]);
    let answer: Response;
    try {
      // Without "omit" a browser answers a 401 with a dialog of its own.
      answer = await fetch(path, { ...init, headers, signal, credentials: 'omit' });
    } catch (error) {
      if (init.signal?.aborted || this.closed.aborted) throw error;
      throw new ApiError(0, silence);
    }

    if (answer.ok) return answer;
    const error = await errorOf(answer);
    if (error.status === 401 && !this.closed.aborted) this.refused(error);
    throw error;
  }
}

async function hitsOf(answer: Response): Promise<Hits> {
  const page = (await answer.json()) as Partial<Hits>;
  return { hits: page.hits ?? [], cursor: page.cursor ?? null, complete: page.complete ?? true };
}

async function versionOf(answer: Response): Promise<Version> {
  return { asset: (await answer.json()) as Asset, etag: answer.headers.get('ETag') };
}

/** The day after a day, both as `2026-04-01`; a day that is none is left for the server to refuse. */
function dayAfter(day: string): string {
  const start = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(start) ? day : new Date(start + 86_400_000).toISOString().slice(0, 10);
}

const silence = 'Magpie does not answer. Is it still running?';

/** What an answer holds; one that breaks off is none. */
async function read<T>(answer: Response): Promise<T> {
  try {
    return (await answer.json()) as T;
  } catch {
    throw new ApiError(0, silence);
  }
}

/** The sentences of an RFC 9457 answer, else what the status says. */
async function errorOf(answer: Response): Promise<ApiError> {
  const files = new Map<number, string>();
  let text = `The server answered ${answer.status} ${answer.statusText}.`;
  try {
    const problem = (await answer.json()) as { detail?: unknown; title?: unknown; errors?: { file?: number; detail?: string }[] };
    const said = problem.detail ?? problem.title;
    if (typeof said === 'string' && said) text = said;
    for (const { file, detail } of problem.errors ?? []) {
      if (file !== undefined && detail && !files.has(file)) files.set(file, detail);
    }
  } catch {
    // Not JSON.
  }

  if (answer.status === 401) text = 'The key or the secret is wrong.';
  return new ApiError(answer.status, text, { retryAfter: 1000 * (Number(answer.headers.get('Retry-After')) || 0), files });
}
