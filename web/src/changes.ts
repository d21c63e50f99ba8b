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

/** The elements of an asset's cards in a list. */
export function cardsOf(list: Element, id: string): readonly HTMLElement[] {
  return [...list.children].filter((element): element is HTMLElement => element instanceof HTMLElement && element.dataset['asset'] === id);
}
