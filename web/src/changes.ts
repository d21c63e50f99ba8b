import type { Asset } from './api';

/** What is sent, up to the document, when an asset was changed or deleted here: `detail` is the asset as it is now, or as it was. */
export const assetChanged = 'asset-changed';
export const assetDeleted = 'asset-deleted';

/** Passes both on to the cards of the asset in a list. One asset may have a card in several lists. */
export function followChangesIn(list: HTMLElement): void {
  for (const name of [assetChanged, assetDeleted]) {
    document.addEventListener(name, (event) => {
      const { detail } = event as CustomEvent<Asset>;
      for (const element of cardsOf(list, detail.id)) element.dispatchEvent(new CustomEvent(name, { detail }));
    });
  }
}

/** Takes a card away; the keyboard goes on at its neighbour. */
export function removeCard(element: HTMLElement): void {
  const [list, neighbour, hasFocus] = [element.parentElement, element.nextElementSibling ?? element.previousElementSibling, element.contains(document.activeElement)];
  element.remove();
  if (hasFocus && list) focusCard(neighbour, list);
}

/** Focuses a card's picture, or its list where there is none. */
export function focusCard(card: Element | null | undefined, list: Element): void {
  const target = card?.querySelector('.frame:enabled') ?? list;
  if (target instanceof HTMLElement) target.focus();
}

/** The elements of an asset's cards in a list. */
export function cardsOf(list: Element, id: string): readonly HTMLElement[] {
  return [...list.children].filter((element): element is HTMLElement => element instanceof HTMLElement && element.dataset['asset'] === id);
}
