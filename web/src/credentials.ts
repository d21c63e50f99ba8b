/** A key, and the secret that keys which are not publishable have. */
export interface Credentials {
  readonly key: string;
  readonly secret: string;
}

const storageName = 'magpie';

/** From the address' fragment, out of which it then takes them, else what this tab has kept. A fragment never reaches a server. */
export function remembered(): Credentials | null {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const key = fragment.get('key');
  if (key) {
    const given = { key, secret: fragment.get('secret') ?? '' };
    fragment.delete('key');
    fragment.delete('secret');
    history.replaceState(null, '', location.pathname + location.search + (fragment.size ? `#${fragment}` : ''));
    remember(given);
    return given;
  }

  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(storageName) ?? 'null');
    return isCredentials(kept) ? kept : null;
  } catch {
    return null;
  }
}

export function remember(credentials: Credentials): void {
  sessionStorage.setItem(storageName, JSON.stringify(credentials));
}

export function forget(): void {
  sessionStorage.removeItem(storageName);
}

/** The value of the Authorization header. */
export function authorization({ key, secret }: Credentials): string {
  if (!secret) return `Key ${key}`;
  const bytes = new TextEncoder().encode(`${key}:${secret}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

function isCredentials(value: unknown): value is Credentials {
  return typeof value === 'object' && value !== null && 'key' in value && 'secret' in value
    && typeof value.key === 'string' && typeof value.secret === 'string';
}
