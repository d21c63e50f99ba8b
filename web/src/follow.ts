import type { Api, Asset, AssetState } from './api';
import type { Card } from './card';
import { pause, pauseAfter } from './persist';

const final: ReadonlySet<string> = new Set(['ready', 'rejected', 'failed', 'expired', 'deleted']);

/** Assets of one look; the server takes 200. */
const idsALook = 100;
const assetsAtATime = 4;

/** Between two looks, longer as long as nothing changes. Milliseconds. */
const shortest = 400;
const longest = 15_000;

/** An asset that is tried again is still `failed` until its turn comes; after this long it has failed again. Milliseconds. */
const turn = 30_000;

export interface Followed {
  /** What the card says while the asset is `reserved`, where this tab knows better: all of the file is there. */
  readonly state?: 'arrived';
  /** The asset has failed, and is tried again. */
  readonly isRetried?: boolean;
  readonly ended?: (asset: Asset) => void;
}

interface Open extends Followed {
  readonly id: string;
  readonly since: number;
  readonly announce: (text: string) => void;
}

const looks = new WeakMap<Api, Look>();

/** Shows an asset's state until it changes no more. */
export function follow(api: Api, id: string, card: Card, announce: (text: string) => void, more: Followed = {}): void {
  let look = looks.get(api);
  if (!look) looks.set(api, (look = new Look(api)));
  look.add(card, { ...more, id, announce, since: Date.now() });
}

/** One look at all assets that may change, again and again: a browser has six connections to a server, and the person needs them. */
class Look {
  private readonly open = new Map<Card, Open>();
  private isRunning = false;
  private wait = shortest;
  private wake = new AbortController();

  constructor(private readonly api: Api) {}

  add(card: Card, open: Open): void {
    this.open.set(card, open);
    this.wait = shortest;
    this.wake.abort();
    if (!this.isRunning) void this.run();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    let misses = 0;
    while (this.open.size > 0 && !this.api.closed.aborted) {
      let rest = this.wait;
      try {
        const hasChanged = await this.once();
        misses = 0;
        rest = this.wait = hasChanged ? shortest : Math.min(longest, this.wait * 1.5);
      } catch (error) {
        rest = pauseAfter(Math.min(++misses, 6), error);
      }

      await this.rest(rest, misses === 0);
    }

    this.isRunning = false;
  }

  /** What is new to look at ends a rest, but not one that the server needs. */
  private async rest(time: number, mayEnd: boolean): Promise<void> {
    this.wake = new AbortController();
    await pause(Math.min(time, shortest), this.api.closed).catch(() => {});
    if (time > shortest) await pause(time - shortest, mayEnd ? AbortSignal.any([this.api.closed, this.wake.signal]) : this.api.closed).catch(() => {});
  }

  /** Answers whether anything has changed. */
  private async once(): Promise<boolean> {
    const cards = [...this.open].slice(0, idsALook);
    const { assets, missing } = await this.api.statuses([...new Set(cards.map(([, { id }]) => id))]);
    const states = new Map<string, AssetState>([...assets.map(({ id, state }) => [id, state] as const), ...missing.map((id) => [id, 'deleted'] as const)]);
    const ended: (readonly [Card, Open])[] = [];
    let hasChanged = false;
    for (const [card, open] of cards) {
      // It was put down again in the meantime.
      if (this.open.get(card) !== open) continue;
      const state = states.get(open.id) ?? 'reserved';
      const isWaiting = open.isRetried && state === 'failed' && Date.now() - open.since < turn;
      // To the end of the line: the others are looked at next.
      this.open.delete(card);
      this.open.set(card, open);
      if (final.has(state) && !isWaiting) ended.push([card, open]);
      else hasChanged = card.become(isWaiting ? 'received' : state === 'reserved' ? (open.state ?? state) : state) || hasChanged;
    }

    hasChanged ||= ended.length > 0;
    const said: string[] = [];
    const worker = async (): Promise<void> => {
      for (let next = ended.shift(); next; next = ended.shift()) said.push(...(await this.end(...next, states.get(next[1].id)!)));
    };
    try {
      await Promise.all(Array.from({ length: Math.min(assetsAtATime, ended.length) }, worker));
    } finally {
      // One text: a second would take the first out of a screen reader's mouth.
      if (said.length > 0) cards[0]![1].announce(said.join('; '));
    }

    return hasChanged;
  }

  /** Shows what has become of an asset, and says it in words. */
  private async end(card: Card, open: Open, state: AssetState): Promise<readonly string[]> {
    if (state === 'deleted') {
      this.open.delete(card);
      card.say(state);
      return [];
    }

    const asset = await this.api.asset(open.id);
    if (this.open.get(card) !== open) return [];
    card.show(asset);
    if (!final.has(asset.state)) return [];
    this.open.delete(card);
    open.ended?.(asset);
    return [`${asset.name}: ${asset.state === 'ready' ? `ready, ${(asset.tags ?? []).join(', ') || 'no tags'}` : asset.state}`];
  }
}
