import type { Asset, Edit } from './api';
import { tagsOf, textOf } from './tags';

/** What the fields of the viewer hold, as text. */
export interface Fields {
  readonly title: string;
  readonly tags: string;
}

export type FieldName = keyof Fields;

export const fieldNames: readonly FieldName[] = ['title', 'tags'];

/** One look at one asset, from its opening until another is opened or the viewer is closed. */
export interface Viewing {
  asset: Asset;
  /** Names the version that `asset` is; null while that is the card's. */
  etag: string | null;
  /** What the fields held before somebody typed in them. */
  base: Fields;
  /** While a save or a deletion is under way. */
  isBusy: boolean;
  /** Whether the person has heard that what was typed is not saved, and has typed nothing since. */
  isAsked: boolean;
  /** What is being saved. */
  sent: Partial<Fields>;
  /** Where the asset's card is, and its neighbours. */
  readonly list: Element;
}

/** An asset's fields as the viewer shows them. */
export function fieldsOf(asset: Asset): Fields {
  return { title: asset.title ?? '', tags: textOf(asset.userTags ?? []) };
}

/** What was typed, written as the viewer would. */
export function tidied({ title, tags }: Fields): Fields {
  return { title: title.trim(), tags: textOf(tagsOf(tags)) };
}

/** The fields that are another in `a` than in `b`. */
export function differing(a: Fields, b: Fields): FieldName[] {
  return fieldNames.filter((name) => a[name] !== b[name]);
}

export function pick(fields: Fields, names: readonly FieldName[]): Partial<Fields> {
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
}

/** The edit that puts these fields in place and leaves the others. */
export function editOf(fields: Fields, names: readonly FieldName[]): Edit {
  return {
    ...(names.includes('title') ? { title: fields.title || null } : {}),
    ...(names.includes('tags') ? { tags: tagsOf(fields.tags) } : {}),
  };
}

/** Says which fields hold something else by now, and what. */
export function changedElsewhere(now: Fields, names: readonly FieldName[]): string {
  const parts = names.map((name) => name === 'title' ? `the title is now ${now.title ? `“${now.title}”` : 'empty'}` : `the tags are now ${now.tags || 'none'}`);
  return `It was changed elsewhere meanwhile: ${parts.join(' and ')}. What you typed is still here; Save puts it in place of that.`;
}
