import type { Api, Asset } from './api';
import { Card } from './card';
import { follow } from './follow';

/** The list of assets: newest first, more on demand, new uploads on top. */
export class Gallery {
  private cursor: string | null = null;
  private isLoading = false;
  private readonly shown = new Set<string>();

  constructor(
    private readonly api: Api,
    private readonly list: HTMLElement,
    private readonly empty: HTMLElement,
    private readonly more: HTMLButtonElement,
    private readonly announce: (text: string) => void,
  ) {
    list.replaceChildren();
  }

  add(name: string): Card {
    const card = new Card(name);
    this.list.prepend(card.element);
    this.empty.hidden = true;
    return card;
  }

  async load(): Promise<void> {
    if (this.isLoading) return;
    this.mark(true);
    const isNext = this.cursor !== null;
    try {
      const first = await this.next();
      if (isNext) {
        const target = first?.element ?? this.list;
        target.tabIndex = -1;
        target.focus();
      }

      this.sayIfEmpty();
    } finally {
      this.more.hidden = !this.cursor;
      this.mark(false);
    }
  }

  sayIfEmpty(): void {
    this.empty.hidden = this.list.childElementCount > 0 || this.cursor !== null;
  }

  /** Shows the next page that has something to show, and answers its first card; null at the end. */
  private async next(): Promise<Card | null> {
    do {
      const page = await this.api.newest(this.cursor);
      this.cursor = page.cursor;
      const first = page.assets.map((asset) => this.append(asset)).find((card) => card !== null);
      if (first) return first;
    } while (this.cursor);
    return null;
  }

  /** Not `disabled`: that would take the keyboard's place away. */
  private mark(isLoading: boolean): void {
    this.isLoading = isLoading;
    this.more.ariaDisabled = String(isLoading);
  }

  private append(asset: Asset): Card | null {
    if (this.shown.has(asset.id) || asset.state === 'deleted' || asset.state === 'expired') return null;
    this.shown.add(asset.id);
    const card = new Card(asset.name);
    card.show(asset);
    this.list.append(card.element);
    if (asset.state === 'received' || asset.state === 'reserved') follow(this.api, asset.id, card, this.announce);
    return card;
  }
}
