import type { Wanted } from './search';

/** The search that the address' fragment names: `#q=words`, `#like=id`. */
export function wantedByAddress(): Wanted {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const like = fragment.get('like');
  const words = fragment.get('q')?.trim();
  if (like) return { like, name: fragment.get('name') ?? '' };
  return words ? { words } : null;
}

/** Keeps the search in the address, so that it can be reloaded, shared and gone back to. Words replace words: typing is no history. */
export function keepInAddress(wanted: Wanted): void {
  const before = wantedByAddress();
  const address = location.pathname + location.search + fragmentOf(wanted);
  if (before && wanted && 'words' in before && 'words' in wanted) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
}

function fragmentOf(wanted: Wanted): string {
  if (!wanted) return '';
  const fragment = 'like' in wanted ? { like: wanted.like, name: wanted.name } : { q: wanted.words };
  return `#${new URLSearchParams(fragment)}`;
}
