import type { Api, Asset } from './api';
import { viewWanted, type Card, type Viewed } from './card';

const preciseTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** An asset large, with its facts: to look at, download, name, tag and delete. The arrow keys go to its neighbours. */
export class Viewer {
  private viewed: Viewed | null = null;

  constructor(private readonly dialog: HTMLDialogElement, private readonly api: () => Api | null, private readonly announce: (text: string) => void) {
    this.part('close').addEventListener('click', () => dialog.close());
    this.part('before').addEventListener('click', () => this.step(-1));
    this.part('next').addEventListener('click', () => this.step(1));
    this.part('delete').addEventListener('click', () => void this.delete());
    this.part<HTMLFormElement>('edit').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.save();
    });
    dialog.addEventListener('close', () => this.part('stage').replaceChildren());
    dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
    dialog.addEventListener('keydown', (event) => {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLVideoElement) return;
      if (event.key === 'ArrowLeft') this.step(-1);
      if (event.key === 'ArrowRight') this.step(1);
    });
  }

  open(viewed: Viewed): void {
    this.show(viewed);
    if (!this.dialog.open) this.dialog.showModal();
  }

  private show(viewed: Viewed): void {
    const { asset, card } = viewed;
    this.viewed = viewed;
    this.part('stage').replaceChildren(large(asset));
    this.part('name').textContent = asset.title || asset.name;
    this.part('facts').textContent = factsOf(asset).join(' · ');
    this.part<HTMLAnchorElement>('original').href = asset.urls?.original ?? '';
    this.part<HTMLAnchorElement>('original').download = asset.name;
    this.part<HTMLInputElement>('title').value = asset.title ?? '';
    this.part<HTMLInputElement>('tags').value = (asset.userTags ?? []).join(', ');
    this.part('seen').replaceChildren(...(asset.mlTags ?? []).map(({ tag, confidence }) => {
      const item = document.createElement('li');
      item.textContent = `${tag} ${Math.round(confidence * 100)} %`;
      return item;
    }));
    this.part('delete').textContent = 'Delete';
    this.say('');
    this.part<HTMLButtonElement>('before').disabled = !neighbour(card, -1);
    this.part<HTMLButtonElement>('next').disabled = !neighbour(card, 1);
  }

  /** Asks the neighbour for its large view; the answer comes as an event, as from a click. */
  private step(by: -1 | 1): void {
    const next = this.viewed && neighbour(this.viewed.card, by);
    next?.querySelector<HTMLButtonElement>('.frame')?.click();
  }

  private async save(): Promise<void> {
    const [viewed, api] = [this.viewed, this.api()];
    if (!viewed || !api) return;
    await this.attempt(async () => {
      const title = this.part<HTMLInputElement>('title').value.trim();
      const tags = this.part<HTMLInputElement>('tags').value.split(',').map((tag) => tag.trim()).filter(Boolean);
      const asset = await api.edit(viewed.asset.id, title || null, tags);
      viewed.card.show(asset);
      if (this.viewed === viewed) this.show({ card: viewed.card, asset });
      this.say('Saved.');
    });
  }

  /** The first press asks, the second deletes. */
  private async delete(): Promise<void> {
    const [viewed, api, button] = [this.viewed, this.api(), this.part('delete')];
    if (!viewed || !api) return;
    if (button.textContent === 'Delete') {
      button.textContent = 'Delete for good?';
      return;
    }

    await this.attempt(async () => {
      await api.remove(viewed.asset.id);
      this.announce(`${viewed.asset.name}: deleted`);
      const after = neighbour(viewed.card, 1) ?? neighbour(viewed.card, -1);
      viewed.card.element.remove();
      if (after) after.querySelector<HTMLButtonElement>('.frame')?.click();
      else this.dialog.close();
    });
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    const buttons = this.dialog.querySelectorAll<HTMLButtonElement>('[data-changes]');
    buttons.forEach((button) => (button.disabled = true));
    try {
      await action();
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error), true);
    } finally {
      buttons.forEach((button) => (button.disabled = false));
    }
  }

  private say(text: string, isError = false): void {
    const said = this.part('said');
    said.textContent = text;
    said.classList.toggle('error', isError);
  }

  private part<T extends HTMLElement = HTMLElement>(name: string): T {
    return this.dialog.querySelector<T>(`[data-part="${name}"]`)!;
  }
}

/** Opens the viewer for the cards of a list. */
export function viewCardsOf(list: HTMLElement, viewer: Viewer): void {
  list.addEventListener(viewWanted, (event) => viewer.open((event as CustomEvent<Viewed>).detail));
}

function neighbour(card: Card, by: -1 | 1): Element | null {
  let next: Element | null = card.element;
  do {
    next = by < 0 ? next.previousElementSibling : next.nextElementSibling;
  } while (next && !next.matches('[data-state="ready"]'));
  return next;
}

function large(asset: Asset): HTMLElement {
  if (asset.type === 'video') {
    const video = document.createElement('video');
    video.controls = true;
    video.preload = 'metadata';
    video.poster = asset.urls?.preview ?? '';
    video.src = asset.urls?.original ?? '';
    return video;
  }

  const picture = document.createElement('img');
  picture.alt = (asset.tags ?? []).slice(0, 5).join(', ') || asset.name;
  picture.src = asset.urls?.preview ?? asset.urls?.original ?? '';
  return picture;
}

function factsOf(asset: Asset): string[] {
  const time = asset.takenAt ?? asset.createdAt;
  return [
    asset.title ? asset.name : '',
    asset.width && asset.height ? `${asset.width} × ${asset.height}` : '',
    asset.duration ? `${Math.round(asset.duration)} s` : '',
    asset.bytes ? sizeOf(asset.bytes) : '',
    time ? `${asset.takenAt ? 'taken' : 'arrived'} ${preciseTime.format(new Date(time))}` : '',
  ].filter(Boolean);
}

function sizeOf(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toPrecision(3)} ${units[power]}`;
}
