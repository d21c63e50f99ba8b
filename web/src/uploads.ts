import { ApiError, type Api } from './api';
import type { Card } from './card';
import { follow } from './follow';
import { persist } from './persist';
import { Transfer } from './transfer';
import { typeOf } from './types';

/** Places open for minutes: few are asked for at a time, and the next when the line for the transfers has become this short. */
const placesARequest = 24;
const low = 6;
const transfersAtATime = 3;

/** Half a minute of tries, the pauses together. */
const tries = 7;

/** Statuses that say something of the file, not of the moment. */
const fileFaults: ReadonlySet<number> = new Set([400, 413, 415, 422]);

export interface Given {
  readonly file: File;
  readonly card: Card;
}

/** Takes files, asks for places for them a few at a time, and puts them there, three at a time. */
export class Uploads {
  private readonly waiting: Given[] = [];
  private readonly placed: { given: Given; transfer: Transfer }[] = [];
  private asking = 0;
  private running = 0;

  constructor(private readonly api: Api, private readonly announce: (text: string) => void) {}

  /** Files that are not in storage yet. */
  get underWay(): number {
    return this.waiting.length + this.asking + this.placed.length + this.running;
  }

  add(files: readonly Given[]): void {
    for (const given of files) {
      given.card.say('waiting');
      if (typeOf(given.file)) this.waiting.push(given);
      else this.reject(given, 'Magpie takes photos and videos, and knows this by its name as neither.');
    }

    this.goOn();
  }

  private goOn(): void {
    if (this.api.closed.aborted) return;
    while (this.running < transfersAtATime && this.placed.length > 0) {
      const { given, transfer } = this.placed.shift()!;
      this.running++;
      void this.send(given, transfer).finally(() => {
        this.running--;
        this.goOn();
      });
    }

    if (this.asking > 0 || this.waiting.length === 0 || this.placed.length >= low) return;
    const batch = this.waiting.splice(0, placesARequest);
    this.asking = batch.length;
    void this.reserve(batch).finally(() => {
      this.asking = 0;
      this.goOn();
    });
  }

  private async reserve(batch: readonly Given[]): Promise<void> {
    const key = newKey();
    try {
      const places = await persist(tries, this.api.closed, () => this.api.reserve(batch.map(({ file }) => file), key), (error) => {
        for (const { card } of batch) card.say('waiting', `${error.message} Trying again.`);
      });
      places.forEach((place, index) => {
        const given = batch[index];
        if (given) this.placed.push({ given, transfer: new Transfer(this.api, given.file, place) });
      });
    } catch (error) {
      if (this.api.closed.aborted) return;
      if (error instanceof ApiError && fileFaults.has(error.status)) await this.sort(batch, error);
      else for (const given of batch) this.fail(given, error, () => this.add([given]));
    }
  }

  /** One bad file fails a whole request: it is refused, and the others go ahead. */
  private async sort(batch: readonly Given[], error: ApiError): Promise<void> {
    const isBad = (index: number): boolean => error.files.has(index) || batch.length === 1;
    batch.forEach((given, index) => {
      if (isBad(index)) this.reject(given, error.files.get(index) ?? error.message);
    });
    const others = batch.filter((_, index) => !isBad(index));
    if (others.length < batch.length) this.waiting.unshift(...others);
    else for (const one of others) await this.reserve([one]);
  }

  private async send(given: Given, transfer: Transfer): Promise<void> {
    const { file, card } = given;
    try {
      card.uploaded(0);
      await transfer.run((part) => card.uploaded(part));
    } catch (error) {
      if (this.api.closed.aborted || (await this.hasFailed(given, transfer, error))) return;
    }

    card.say('arrived');
    // Others may use the line while this one is tagged.
    follow(this.api, transfer.id, card, this.announce, {
      state: 'arrived',
      ended: ({ state }) => {
        if (state === 'expired') card.offerAgain(() => this.add([{ file, card }]));
      },
    });
  }

  /** Whether a transfer that broke has failed, not only its last answer been lost; says so on the card. */
  private async hasFailed(given: Given, transfer: Transfer, error: unknown): Promise<boolean> {
    const { assets, missing } = await this.api.statuses([transfer.id]).catch(() => ({ assets: [], missing: [] }));
    if (assets.some(({ state }) => state !== 'reserved')) return false;
    if (this.api.closed.aborted) return true;
    const isReadable = await given.file.slice(0, 1).arrayBuffer().then(() => true, () => false);
    if (!isReadable) {
      this.fail(given, new Error('The file cannot be read any more. Choose it again.'), null);
    } else if (missing.length > 0) {
      this.fail(given, error, () => this.add([given]));
    } else {
      this.fail(given, error, () => {
        given.card.say('waiting');
        this.placed.push({ given, transfer });
        this.goOn();
      });
    }

    return true;
  }

  private reject({ card, file }: Given, text: string): void {
    card.say('rejected', text);
    this.announce(`${file.name}: ${text}`);
  }

  private fail({ card, file }: Given, error: unknown, again: (() => void) | null): void {
    const text = error instanceof Error ? error.message : String(error);
    card.say('failed', text);
    if (again) card.offerAgain(again);
    this.announce(`${file.name}: ${text}`);
  }
}

/** 128 random bits; `crypto.randomUUID` is there on https and localhost only. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
