import type { Match } from './api';

const sentences: Readonly<Record<string, (match: Match) => string>> = {
  tag: ({ text }) => `its tag ${text}`,
  mlTag: ({ text, score }) => `${text}, ${percent(score)}`,
  parent: ({ text, score }) => `it is a kind of ${text}, ${percent(score)}`,
  title: ({ text }) => `its title “${text}”`,
  name: ({ text }) => `its file name ${text}`,
  color: () => 'it has much of that colour',
  like: ({ score }) => `it looks alike, ${percent(score)}`,
};

/** Reasons that are shown; the rest would not say more. */
const most = 3;

/** Why something was found, in words. */
export function reasonsOf(matches: readonly Match[]): string {
  const reasons = new Set(matches.map((match) => sentences[match.field]?.(match) ?? match.text));
  return [...reasons].slice(0, most).join('; ');
}

function percent(score: number): string {
  return `${Math.round(score * 100)}\u00A0%`;
}
