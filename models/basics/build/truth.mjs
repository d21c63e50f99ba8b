// What is true of a generated picture: which regions it shows, by the shares of its cells.
import { Region } from './scenes/canvas.mjs';

export const RegionCount = 5;

/** Shares of the picture from which a region counts as shown; below `Hidden` it counts as absent, between them it is not asked. */
const Shown = 0.08, Hidden = 0.015;

/** @returns {number[]} 1, 0 or NaN for sky, vegetation, water, sunset */
export function presenceOf(regions) {
  const share = (...wanted) => regions.reduce((n, region) => n + (wanted.includes(region) ? 1 : 0), 0) / regions.length;
  return [share(Region.Sky, Region.Sunset), share(Region.Vegetation), share(Region.Water), share(Region.Sunset)]
    .map(value => value >= Shown ? 1 : value <= Hidden ? 0 : NaN);
}
