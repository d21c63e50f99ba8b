import { ApiError, type Api, type Version } from './api';
import { viewWanted, type Viewed } from './card';
import { assetChanged, assetDeleted, cardsOf } from './changes';
import { factsOf, large, nameOf } from './large';
import { changedElsewhere, differing, editOf, fieldNames, fieldsOf, pick, tidied, type FieldName, type Fields, type Viewing } from './viewing';

/** An asset may change while a save is under way; it is put on top of the change this often. */
const tries = 4;

/** An asset large, with its facts: to look at, download, name, tag and delete. The arrow keys go to its neighbours. */
export class Viewer {
  private viewing: Viewing | null = null;

  constructor(private readonly dialog: HTMLDialogElement, private readonly api: () => Api | null, private readonly announce: (text: string) => void) {
    this.part('close').addEventListener('click', () => dialog.close());
    this.part('before').addEventListener('click', () => this.step(-1));
    this.part('next').addEventListener('click', () => this.step(1));
    this.part('delete').addEventListener('click', () => void this.delete());
    this.part<HTMLFormElement>('edit').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.save();
    });
    dialog.addEventListener('close', () => {
      this.viewing = null;
      this.part('stage').replaceChildren();
    });
    dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
    dialog.addEventListener('keydown', (event) => {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLVideoElement) return;
      if (event.key === 'ArrowLeft') this.step(-1);
      if (event.key === 'ArrowRight') this.step(1);
    });
  }

  /** Shows what the card knows at once, and what the server knows as soon as it answers. */
  open({ asset, card }: Viewed): void {
    const viewing: Viewing = { asset, etag: null, base: fieldsOf(asset), isBusy: false, list: card.element.parentElement! };
    this.viewing = viewing;
    this.part('stage').replaceChildren(large(asset));
    for (const name of fieldNames) this.field(name).value = viewing.base[name];
    this.part('delete').textContent = 'Delete';
    this.say('');
    this.mark(viewing, false);
    this.tell(viewing);
    if (!this.dialog.open) this.dialog.showModal();
    void this.refresh(viewing);
  }

  /** What stands around the fields and the picture; those may be in use. */
  private tell({ asset, list }: Viewing): void {
    this.part('name').textContent = nameOf(asset);
    this.part('facts').textContent = factsOf(asset).join(' · ');
    this.part<HTMLAnchorElement>('original').href = asset.urls?.original ?? '';
    this.part<HTMLAnchorElement>('original').download = asset.name;
    this.part('seen').replaceChildren(...(asset.mlTags ?? []).map(({ tag, confidence }) => {
      const item = document.createElement('li');
      item.textContent = `${tag} ${Math.round(confidence * 100)} %`;
      return item;
    }));
    this.part<HTMLButtonElement>('before').disabled = !neighbour(list, asset.id, -1);
    this.part<HTMLButtonElement>('next').disabled = !neighbour(list, asset.id, 1);
  }

  private async refresh(viewing: Viewing): Promise<void> {
    try {
      const version = await this.api()?.version(viewing.asset.id);
      if (version && this.viewing === viewing && !viewing.isBusy && viewing.etag === null) this.take(viewing, version);
    } catch (error) {
      // What else goes wrong matters to a save only, which asks again.
      if (error instanceof ApiError && error.status === 404 && this.viewing === viewing) this.say('It is not here any more: it was deleted elsewhere.', true);
    }
  }

  /** Takes over what the server has. A field stays as it is where something was typed since it was filled, or since what was saved of it. */
  private take(viewing: Viewing, { asset, etag }: Version, saved: Partial<Fields> = {}): void {
    viewing.asset = asset;
    viewing.etag = etag;
    this.send(assetChanged, asset);
    if (this.viewing !== viewing) return;
    const [typed, now] = [this.typed(), fieldsOf(asset)];
    for (const name of fieldNames) {
      if (typed[name] === (saved[name] ?? viewing.base[name])) this.field(name).value = now[name];
      else if (saved[name] === undefined) continue;
      viewing.base = { ...viewing.base, [name]: now[name] };
    }

    this.tell(viewing);
  }

  /** Asks the neighbour for its large view; the answer comes as an event, as from a click. */
  private step(by: -1 | 1): void {
    if (this.viewing) look(neighbour(this.viewing.list, this.viewing.asset.id, by));
  }

  private async save(): Promise<void> {
    const [viewing, api] = [this.viewing, this.api()];
    if (!viewing || !api || viewing.isBusy) return;
    const typed = this.typed();
    const names = differing(typed, viewing.base);
    if (names.length === 0) {
      this.say('Nothing was changed.');
      return;
    }

    await this.attempt(viewing, async () => {
      await this.put(api, viewing, typed, names);
      if (this.viewing === viewing) this.say('Saved.');
    });
  }

  /** Saves the fields that were typed in. Where somebody else has changed those, the person decides: it throws what to say. */
  private async put(api: Api, viewing: Viewing, typed: Fields, names: readonly FieldName[]): Promise<void> {
    const { id } = viewing.asset;
    for (let left = tries; ; left--) {
      if (viewing.etag === null) this.take(viewing, await api.version(id));
      const now = fieldsOf(viewing.asset);
      const theirs = differing(now, viewing.base).filter((name) => names.includes(name) && now[name] !== typed[name]);
      if (theirs.length > 0) {
        viewing.base = { ...viewing.base, ...pick(now, theirs) };
        throw new Error(changedElsewhere(now, theirs));
      }

      try {
        this.take(viewing, await api.edit(id, editOf(typed, names), viewing.etag), pick(typed, names));
        return;
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 412) || left === 1) throw error;
        viewing.etag = null;
      }
    }
  }

  /** The first press asks, the second deletes. */
  private async delete(): Promise<void> {
    const [viewing, api, button] = [this.viewing, this.api(), this.part('delete')];
    if (!viewing || !api || viewing.isBusy) return;
    if (button.textContent === 'Delete') {
      button.textContent = 'Delete for good?';
      return;
    }

    await this.attempt(viewing, async () => {
      const { asset, list } = viewing;
      await api.remove(asset.id);
      const after = neighbour(list, asset.id, 1) ?? neighbour(list, asset.id, -1);
      this.send(assetDeleted, asset);
      if (this.viewing === viewing) {
        if (after) look(after);
        else this.dialog.close();
      }

      this.announce(`${nameOf(asset)}: deleted`);
    });
  }

  private async attempt(viewing: Viewing, action: () => Promise<void>): Promise<void> {
    this.mark(viewing, true);
    this.say('');
    try {
      await action();
    } catch (error) {
      if (this.viewing === viewing) this.say(error instanceof Error ? error.message : String(error), true);
    } finally {
      this.mark(viewing, false);
    }
  }

  /** Not `disabled`: that would take the keyboard's place away. */
  private mark(viewing: Viewing, isBusy: boolean): void {
    viewing.isBusy = isBusy;
    if (this.viewing !== viewing) return;
    for (const button of this.dialog.querySelectorAll('[data-changes]')) button.setAttribute('aria-disabled', String(isBusy));
  }

  private say(text: string, isError = false): void {
    const said = this.part('said');
    said.textContent = text;
    said.classList.toggle('error', isError);
  }

  private typed(): Fields {
    return tidied({ title: this.field('title').value, tags: this.field('tags').value });
  }

  private field(name: FieldName): HTMLInputElement {
    return this.part<HTMLInputElement>(name);
  }

  private send(name: string, detail: unknown): void {
    this.dialog.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }

  private part<T extends HTMLElement = HTMLElement>(name: string): T {
    return this.dialog.querySelector<T>(`[data-part="${name}"]`)!;
  }
}

/** Opens the viewer for the cards of a list. */
export function viewCardsOf(list: HTMLElement, viewer: Viewer): void {
  list.addEventListener(viewWanted, (event) => viewer.open((event as CustomEvent<Viewed>).detail));
}

function look(card: Element | null): void {
  card?.querySelector<HTMLButtonElement>('.frame')?.click();
}

function neighbour(list: Element, id: string, by: -1 | 1): Element | null {
  let next: Element | null = cardsOf(list, id)[0] ?? null;
  do {
    next = (by < 0 ? next?.previousElementSibling : next?.nextElementSibling) ?? null;
  } while (next && !next.matches('[data-state="ready"]'));
  return next;
}
