// Names for colours: a rule in CIELAB, and random colours with their names to train the graph's colour layer on.
import { randomOf } from './random.mjs';

export const ColourNames = [
  'black',
  'grey',
  'white',
  'red',
  'orange',
  'brown',
  'beige',
  'yellow',
  'green',
  'turquoise',
  'blue',
  'purple',
  'pink',
];

/** The names that are tags. Pink is not: its border to beige and white is too vague, it was right 2 times of 5. */
export const LeadingColours = ColourNames.filter(name => name !== 'pink');

/** sRGB 0..1 as CIELAB (D65), L 0..100. */
export function labOf([r, g, b]) {
  const linear = c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4),
    [lr, lg, lb] = [linear(r), linear(g), linear(b)];
  const f = t => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * lr + 0.3576 * lg + 0.1805 * lb) / 0.9505),
    y = f(0.2126 * lr + 0.7152 * lg + 0.0722 * lb),
    z = f((0.0193 * lr + 0.1192 * lg + 0.9505 * lb) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** The name most people would give the colour; borders after Berlin and Kay's basic terms, plus beige and turquoise. */
export function nameOf(rgb) {
  const [L, a, b] = labOf(rgb),
    chroma = Math.hypot(a, b),
    hue = ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
  if (L < 11 || (L < 20 && chroma < 12)) return 'black';
  if (chroma < (L > 85 ? 7 : 9)) return L > 86 ? 'white' : 'grey';
  if (hue >= 345 || hue < 20) return L > 58 ? 'pink' : (hue < 20 && hue >= 8) || chroma < 30 ? 'red' : L < 45 ? 'purple' : 'pink';
  if (hue < 48)
    return L > 68 ? (chroma > 45 ? 'orange' : 'pink') : chroma > 42 && (hue < 42 || L < 48) ? 'red' : chroma > 52 ? 'orange' : 'brown';
  if (hue < 78) return chroma > 52 && L > 52 ? 'orange' : L > 64 ? (chroma > 40 ? 'orange' : 'beige') : 'brown';
  if (hue < 100) return L > 66 ? (chroma > 34 ? 'yellow' : 'beige') : hue < 88 || chroma < 25 ? 'brown' : 'green';
  if (hue < 110) return L > 72 ? (chroma > 24 ? 'yellow' : 'beige') : 'green';
  if (hue < 168) return 'green';
  if (hue < 222) return 'turquoise';
  if (hue < 300) return 'blue';
  return L > 72 && chroma < 40 ? 'pink' : 'purple';
}

/** Random colours, half of them muted, as rows of RGB and rows of 0/1 per name. */
export function colourTask(count, seed) {
  const random = randomOf(seed),
    inputs = new Float32Array(count * 3),
    targets = new Float32Array(count * ColourNames.length);
  for (let n = 0; n < count; n++) {
    const level = random(),
      reach = random.chance(0.5) ? 0.15 : 1,
      rgb = [0, 1, 2].map(() => Math.min(1, Math.max(0, level + reach * (random() - 0.5) * 2)));
    inputs.set(rgb, n * 3);
    targets[n * ColourNames.length + ColourNames.indexOf(nameOf(rgb))] = 1;
  }
  return { inputs, width: 3, targets, outputs: ColourNames.length };
}
