import { ApiError, type Api, type Upload } from './api';
import type { Card } from './card';
import { follow } from './follow';
import { transfer } from './transfer';

/** The server's own limit on one request. */
const filesARequest = 100;
const transfersAtATime = 3;

/** Takes files, asks for places for them, and puts them there, three at a time. */
export class Uploads {
  private readonly waiting: (() => Promise<void>)[] = [];
  private running = 0;

  constructor(private readonly api: Api, private readonly announce: (text: string) => void) {}

  async add(files: readonly { file: File; card: Card }[]): Promise<void> {
    for (let at = 0; at < files.length; at += filesARequest) {
      await this.reserve(files.slice(at, at + filesARequest));
    }
  }

  /** One bad file fails a whole request: then each is asked for alone, so that the good ones go ahead. */
  private async reserve(files: readonly { file: File; card: Card }[]): Promise<void> {
    let places: readonly Upload[];
    try {
      places = await this.api.reserve(files.map(({ file }) => file));
    } catch (error) {
      if (files.length > 1 && error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 401 && error.status !== 429) {
        for (const one of files) await this.reserve([one]);
        return;
      }

      const text = error instanceof Error ? error.message : String(error);
      for (const { file, card } of files) this.fail(card, file, 'rejected', text);
      return;
    }

    files.forEach(({ file, card }, index) => {
      const place = places[index];
      if (place) this.enqueue(() => this.send(file, card, place));
    });
  }

  private async send(file: File, card: Card, place: Upload): Promise<void> {
    try {
      card.uploaded(0);
      await transfer(file, place, (part) => card.uploaded(part));
      card.say('received');
    } catch (error) {
      this.fail(card, file, 'failed', error instanceof Error ? error.message : String(error));
      return;
    }

    // Others may use the line while this one is tagged.
    void follow(this.api, place.id, card, this.announce);
  }

  private fail(card: Card, file: File, state: string, text: string): void {
    card.say(state, text);
    this.announce(`${file.name}: ${text}`);
  }

  private enqueue(task: () => Promise<void>): void {
    this.waiting.push(task);
    this.startNext();
  }

  private startNext(): void {
    if (this.running >= transfersAtATime) return;
    const next = this.waiting.shift();
    if (!next) return;
    this.running++;
    void next().finally(() => {
      this.running--;
      this.startNext();
    });
  }
}
