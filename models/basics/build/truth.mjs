// What is true of a generated picture: which regions it shows, its light, its colours.
import { LeadingColours, nameOf } from './colours.mjs';
import { Region, Size } from './scenes/canvas.mjs';

export const RegionCount = 5;

/** Shares of the picture from which a region counts as shown; below `Hidden` it counts as absent, between them it is not asked. */
const Shown = 0.08,
  Hidden = 0.015;

/** @returns {number[]} 1, 0 or NaN (not known) for sky, vegetation, water, sunset */
export function presenceOf(regions) {
  const share = (...wanted) => regions.reduce((n, region) => n + (wanted.includes(region) ? 1 : 0), 0) / regions.length;
  const unsure = share(Region.Unsure);
  return [share(Region.Sky, Region.Sunset), share(Region.Vegetation), share(Region.Water), share(Region.Sunset)].map(value =>
    value >= Shown ? 1 : value + unsure <= Hidden ? 0 : NaN,
  );
}

const ColourFrom = 0.22,
  Grid = 4;

/**
 * What the pixels themselves say of light and colours, by other means than the graph's: quantiles of luma and the named colour of
 * every fourth pixel. @param {Buffer} bytes 8-bit RGB, 384×384 @returns {Set<string>}
 */
export function lookOf(bytes) {
  const lumas = [],
    counts = new Map();
  let vivid = 0;
  for (let y = 0; y < Size; y += Grid)
    for (let x = 0; x < Size; x += Grid) {
      const i = (y * Size + x) * 3,
        rgb = [bytes[i] / 255, bytes[i + 1] / 255, bytes[i + 2] / 255],
        name = nameOf(rgb);
      lumas.push(0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      if (Math.max(...rgb) - Math.min(...rgb) > 0.15) vivid++;
    }
  lumas.sort((a, b) => a - b);
  const at = share => lumas[Math.floor(share * (lumas.length - 1))],
    out = new Set();
  if (at(0.6) < 0.32) out.add('dark');
  if (at(0.4) > 0.62) out.add('bright');
  if (at(0.17) < 0.28 && at(0.83) > 0.72) out.add('high-contrast');
  if (at(0.99) - at(0.01) < 0.6) out.add('low-contrast');
  if (vivid < lumas.length * 0.005) out.add('black-and-white');
  for (const [name, count] of counts) if (count / lumas.length >= ColourFrom) out.add(name);
  return out;
}

/** The tags that lookOf decides. */
export const Looks = ['dark', 'bright', 'high-contrast', 'low-contrast', 'black-and-white', ...LeadingColours];
