/** Filters of a search as they stand in the address and in the form. `from` and `until` are days, `until` included. */
export const filterNames = ['type', 'color', 'from', 'until', 'camera'] as const;
export type Filters = Readonly<Partial<Record<(typeof filterNames)[number], string>>>;

/** Words and filters; at least one of them. */
export interface Query {
  readonly words: string;
  readonly filters: Filters;
}

/** What is looked for: a query, or an asset that others should look like. Null: nothing. */
export type Wanted = Query | { readonly like: string; readonly name: string } | null;

/** A query of what was given; null where that is nothing. */
export function queryOf(words: string, filters: Filters): Query | null {
  const given = Object.fromEntries(filterNames.flatMap((name) => (filters[name]?.trim() ? [[name, filters[name].trim()]] : [])));
  return words.trim() || Object.keys(given).length > 0 ? { words: words.trim(), filters: given } : null;
}

/** The search that the address' fragment names: `#q=words&type=video`, `#like=id`. */
export function wantedByAddress(): Wanted {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const like = fragment.get('like');
  if (like) return { like, name: fragment.get('name') ?? '' };
  return queryOf(fragment.get('q') ?? '', Object.fromEntries(filterNames.map((name) => [name, fragment.get(name) ?? ''])));
}

/** Keeps the search in the address, so that it can be reloaded, shared and gone back to. A query replaces a query: typing is no history. */
export function keepInAddress(wanted: Wanted): void {
  const before = wantedByAddress();
  const address = location.pathname + location.search + fragmentOf(wanted);
  if (before && wanted && 'words' in before && 'words' in wanted) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
}

/** What was looked for, as a title. */
export function titleOf(wanted: Query | { readonly like: string; readonly name: string }): string {
  if ('like' in wanted) return `Like ${wanted.name || 'this one'}`;
  const { type, color, from, until, camera } = wanted.filters;
  const filters = [
    type === 'video' ? 'videos' : type === 'image' ? 'photos' : '', color ?? '', from ? `from ${from}` : '', until ? `until ${until}` : '', camera ?? '',
  ].filter(Boolean).join(', ');
  return ['Found', wanted.words ? `for “${wanted.words}”` : '', filters ? `(${filters})` : ''].filter(Boolean).join(' ');
}

function fragmentOf(wanted: Wanted): string {
  if (!wanted) return '';
  if ('like' in wanted) return `#${new URLSearchParams({ like: wanted.like, name: wanted.name })}`;
  return `#${new URLSearchParams({ ...(wanted.words ? { q: wanted.words } : {}), ...wanted.filters })}`;
}
