/** Tags as they are typed: between commas; one that holds a comma stands in double quotes. */
export function tagsOf(text: string): string[] {
  const parts = text.match(/\s*"(?:[^"]|"")*"\s*(?=,|$)|[^,]+/g) ?? [];
  return parts.map((part) => part.trim()).map((part) => (isQuoted(part) ? part.slice(1, -1).replaceAll('""', '"').trim() : part)).filter(Boolean);
}

/** What `tagsOf` reads as these tags. */
export function textOf(tags: readonly string[]): string {
  return tags.map((tag) => (/^"|,/.test(tag) ? `"${tag.replaceAll('"', '""')}"` : tag)).join(', ');
}

function isQuoted(part: string): boolean {
  return part.length > 1 && part.startsWith('"') && part.endsWith('"');
}
