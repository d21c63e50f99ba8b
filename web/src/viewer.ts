import { ApiError, type Api, type Version } from './api';
import { viewWanted, type Viewed } from './card';
import { assetChanged, assetDeleted, cardsOf, focusCard } from './changes';
import { factsOf, large, nameOf } from './large';
import { changedElsewhere, differing, editOf, fieldNames, fieldsOf, pick, tidied, type FieldName, type Fields, type Viewing } from './viewing';

/** An asset may change while a save is under way; it is put on top of the change this often. */
const tries = 4;

/** An asset large, with its facts: to look at, download, name, tag and delete. The arrow keys go to its neighbours. */
export class Viewer {
  private viewing: Viewing | null = null;
  /** What was typed and could not be saved after the viewer had been left, by the asset's id. */
  private readonly unsaved = new Map<string, Partial<Fields>>();

  constructor(
    private readonly dialog: HTMLDialogElement,
    private readonly api: () => Api | null,
    private readonly announce: (text: string) => void,
    private readonly complain: (text: string) => void,
  ) {
    this.part('close').addEventListener('click', (event) => this.close(event));
    this.part('before').addEventListener('click', (event) => this.step(-1, event));
    this.part('next').addEventListener('click', (event) => this.step(1, event));
    this.part('delete').addEventListener('click', (event) => void this.delete(event));
    this.part('delete').addEventListener('keydown', (event) => event.key === 'Enter' && isHasty(event) && event.preventDefault());
    this.part<HTMLFormElement>('edit').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.save();
    });
    this.part('edit').addEventListener('input', () => this.viewing && (this.viewing.isAsked = false));
    dialog.addEventListener('close', () => !dialog.open && this.closed());
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.close(event);
    });
    dialog.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.isComposing) {
        // Before the browser does: its second Escape closes without asking.
        event.preventDefault();
        this.close(event);
      }

      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLVideoElement) return;
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === 'ArrowLeft') this.step(-1, event);
      if (event.key === 'ArrowRight') this.step(1, event);
    });
    this.closeByBackdrop();
  }

  /** Shows what the card knows at once, and what the server knows as soon as it answers. */
  open({ asset, card }: Viewed): void {
    const viewing: Viewing = { asset, etag: null, base: fieldsOf(asset), isBusy: false, isAsked: false, sent: {}, list: card.element.parentElement! };
    const kept = this.unsaved.get(asset.id);
    this.unsaved.delete(asset.id);
    this.viewing = viewing;
    this.part('stage').replaceChildren(large(asset));
    for (const name of fieldNames) this.field(name).value = kept?.[name] ?? viewing.base[name];
    this.part('delete').textContent = 'Delete';
    this.say(kept ? 'What could not be saved is here again.' : '');
    this.mark(viewing, false);
    this.tell(viewing);
    if (this.dialog.open) this.announce(nameOf(asset));
    else this.dialog.showModal();
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
    setDisabled(this.part('before'), !neighbour(list, asset.id, -1));
    setDisabled(this.part('next'), !neighbour(list, asset.id, 1));
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
  private step(by: -1 | 1, event: Event): void {
    const next = this.viewing && neighbour(this.viewing.list, this.viewing.asset.id, by);
    if (next && this.mayLeave(event)) look(next);
  }

  /** The keyboard goes on where it was left: at the card that was looked at last. */
  private closed(): void {
    const viewing = this.viewing;
    this.viewing = null;
    this.part('stage').replaceChildren();
    if (viewing) focusCard(cardsOf(viewing.list, viewing.asset.id)[0], viewing.list);
  }

  private shut(): void {
    this.dialog.close();
    this.closed();
  }

  private close(event: Event): void {
    if (this.mayLeave(event)) this.shut();
  }

  /** A text that is selected from its end may be let go of outside: only what begins and ends there closes. */
  private closeByBackdrop(): void {
    let isOutside = false;
    this.dialog.addEventListener('pointerdown', ({ target }) => (isOutside = target === this.dialog));
    this.dialog.addEventListener('pointerup', ({ target }) => (isOutside &&= target === this.dialog));
    this.dialog.addEventListener('click', (event) => event.target === this.dialog && isOutside && this.close(event));
  }

  /** What was typed and is not saved is left at the second try only. */
  private mayLeave(event: Event): boolean {
    const viewing = this.viewing;
    if (!viewing) return true;
    const typed = this.typed();
    if (differing(typed, viewing.base).every((name) => typed[name] === viewing.sent[name])) return true;
    if (viewing.isAsked && !isHasty(event)) return true;
    viewing.isAsked = true;
    this.say('What you typed is not saved yet. Save it, or leave once more to drop it.');
    return false;
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

    viewing.sent = pick(typed, names);
    const isSaved = await this.attempt(viewing, 'saved', () => this.put(api, viewing, typed, names));
    if (this.viewing === viewing) {
      if (isSaved) this.say('Saved.');
    } else if (isSaved) {
      this.announce(`${nameOf(viewing.asset)}: saved`);
    } else {
      this.unsaved.set(viewing.asset.id, viewing.sent);
    }

    viewing.sent = {};
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

  /** The first press asks, the second deletes; a double click is one press. */
  private async delete(event: Event): Promise<void> {
    const [viewing, api, button] = [this.viewing, this.api(), this.part('delete')];
    if (!viewing || !api || viewing.isBusy || isHasty(event)) return;
    if (button.textContent === 'Delete') {
      button.textContent = 'Delete for good?';
      this.announce('Delete for good? Press once more.');
      return;
    }

    await this.attempt(viewing, 'deleted', () => this.remove(api, viewing));
  }

  private async remove(api: Api, viewing: Viewing): Promise<void> {
    const { asset, list } = viewing;
    await api.remove(asset.id);
    const after = neighbour(list, asset.id, 1) ?? neighbour(list, asset.id, -1);
    this.send(assetDeleted, asset);
    if (this.viewing !== viewing) {
      this.announce(`${nameOf(asset)}: deleted`);
      return;
    }

    if (after) look(after);
    else this.shut();
    this.announce([`${nameOf(asset)}: deleted`, after ? this.part('name').textContent : ''].filter(Boolean).join('. '));
  }

  /** Does what may take long. False where it failed: that is said here, or where the person is by then. */
  private async attempt(viewing: Viewing, done: string, action: () => Promise<void>): Promise<boolean> {
    this.mark(viewing, true);
    this.say('');
    try {
      await action();
      return true;
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      const whole = `${nameOf(viewing.asset)} was not ${done}. ${text}`;
      if (this.viewing) this.say(this.viewing === viewing ? text : whole, true);
      else this.complain(whole);
      return false;
    } finally {
      this.mark(viewing, false);
    }
  }

  private mark(viewing: Viewing, isBusy: boolean): void {
    viewing.isBusy = isBusy;
    if (this.viewing !== viewing) return;
    for (const button of this.dialog.querySelectorAll('[data-changes]')) setDisabled(button, isBusy);
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

/** A click of a double click, or a key that is held down: what asks first is not answered by it. */
function isHasty(event: Event): boolean {
  return event instanceof KeyboardEvent ? event.repeat : event instanceof MouseEvent && event.detail > 1;
}

/** Not `disabled`: that would take the keyboard's place away. */
function setDisabled(button: Element, isDisabled: boolean): void {
  button.setAttribute('aria-disabled', String(isDisabled));
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
