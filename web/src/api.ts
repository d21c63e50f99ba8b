import { authorization, type Credentials } from './credentials';
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
  readonly maxBytes: number;
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
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

/** Magpie's own API, as far as the page calls it. */
export class Api {
  constructor(private readonly credentials: Credentials) {}

  async reserve(files: readonly File[]): Promise<readonly Upload[]> {
    const body = { files: files.map((file) => ({ name: file.name, contentType: file.type || 'application/octet-stream', size: file.size })) };
    const answer = await this.request('/api/uploads', { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
    return ((await answer.json()) as { uploads: Upload[] }).uploads;
  }

  /** The asset once its state has changed, or after `wait` seconds. */
  async asset(id: string, wait = 0): Promise<Asset> {
    const answer = await this.request(`/api/assets/${encodeURIComponent(id)}${wait ? `?wait=${wait}` : ''}`);
    return (await answer.json()) as Asset;
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
    let answer: Response;
    try {
      // Without "omit" a browser answers a 401 with a dialog of its own.
      answer = await fetch(path, { ...init, headers, credentials: 'omit' });
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new ApiError(0, 'Magpie does not answer. Is it still running?');
    }

    if (!answer.ok) throw new ApiError(answer.status, await words(answer));
    return answer;
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

/** The sentence of an RFC 9457 answer, else what the status says. */
async function words(answer: Response): Promise<string> {
  try {
    const problem = (await answer.json()) as { detail?: unknown; title?: unknown; errors?: unknown };
    const text = problem.detail ?? problem.title;
    if (typeof text === 'string' && text) return text;
  } catch {
    // Not JSON.
  }

  if (answer.status === 401) return 'The key or the secret is wrong.';
  return `The server answered ${answer.status} ${answer.statusText}.`;
}
