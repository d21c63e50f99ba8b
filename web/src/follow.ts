import { ApiError, type Api } from './api';
import type { Card } from './card';

const final: ReadonlySet<string> = new Set(['ready', 'rejected', 'failed', 'expired', 'deleted']);
const waitSeconds = 20;

/** A browser has six connections to a server; waiting must leave some for what the person does next. */
const waitsAtATime = 3;
const line: (() => void)[] = [];
let waits = 0;

/** A file is tagged in seconds; one that takes longer than this is looked at when the page is loaded again. */
const limit = 15 * 60 * 1000;

/** Shows an asset's state until it changes no more; the server answers when it changes. */
export async function follow(api: Api, id: string, card: Card, announce: (text: string) => void): Promise<void> {
  const end = Date.now() + limit;
  let misses = 0;
  while (Date.now() < end) {
    const asked = Date.now();
    try {
      const asset = await inLine(() => api.asset(id, waitSeconds));
      misses = 0;
      card.show(asset);
      if (final.has(asset.state)) {
        announce(`${asset.name}: ${asset.state === 'ready' ? `ready, ${(asset.tags ?? []).join(', ') || 'no tags'}` : asset.state}`);
        return;
      }
    } catch (error) {
      const isTransient = error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);
      if (!isTransient || ++misses > 20) {
        card.say('failed', error instanceof Error ? error.message : String(error));
        return;
      }
    }

    // An answer that came at once must not make this a busy loop.
    await new Promise((resume) => setTimeout(resume, Math.max(0, 250 * 2 ** Math.min(misses, 5) - (Date.now() - asked))));
  }
}

async function inLine<T>(wait: () => Promise<T>): Promise<T> {
  if (waits >= waitsAtATime) await new Promise<void>((turn) => line.push(turn));
  waits++;
  try {
    return await wait();
  } finally {
    waits--;
    line.shift()?.();
  }
}
