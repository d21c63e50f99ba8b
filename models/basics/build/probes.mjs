// Pictures that are none, and how near the embedding puts a picture to a cut-out of itself.
import sharp from 'sharp';
import { Ids } from './labels.mjs';
import { noiseField, randomOf } from './random.mjs';
import { Canvas, Size } from './sample.mjs';
import { hsv } from './scenes/canvas.mjs';

const fill = colour => Buffer.from(Array.from({ length: Size * Size * 3 }, (_, i) => colour[i % 3]));

/** Solid colours, one pixel stretched, noise: name and given tags. */
export async function oddPictures(run, threshold) {
  const random = randomOf(5),
    noise = () => Buffer.from(Array.from({ length: Size * Size * 3 }, () => random.whole(0, 255)));
  const one = await sharp(Buffer.from([200, 60, 40]), { raw: { width: 1, height: 1, channels: 3 } })
    .resize(Size, Size, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer();
  const pictures = {
    black: fill([0, 0, 0]),
    white: fill([255, 255, 255]),
    grey: fill([128, 128, 128]),
    'sky blue': fill([120, 175, 235]),
    'grass green': fill([70, 140, 50]),
    '1×1, red': one,
    noise: noise(),
  };
  const rows = [];
  for (const [name, bytes] of Object.entries(pictures)) {
    const { data } = (await run(bytes)).scores;
    rows.push(`${name}: ${Ids.filter((_, i) => data[i] >= threshold).join(', ') || 'no tag'}`);
  }
  return rows;
}

/** How many of the embeddings are nearest (cosine) to that of their own cut-out: [hits, all]. */
export function ownNeighbours(pairs) {
  const cosine = (a, b) => a.reduce((sum, v, i) => sum + v * b[i], 0) / Math.hypot(...a) / Math.hypot(...b);
  const hits = pairs.filter(([, cut], n) => pairs.every(([whole], m) => m === n || cosine(whole, cut) < cosine(pairs[n][0], cut)));
  return [hits.length, pairs.length];
}

/** Blotches of three random colours under uneven light: scenes alone seldom lead in red, orange or yellow. */
export function blotches(seed) {
  const random = randomOf(seed);
  const canvas = new Canvas();
  const colour = () => hsv(random() * 360, random.between(0, 1), random.between(0.1, 1));
  const colours = [colour(), colour(), colour()];
  const cover = noiseField(random, Size, { fx: random.between(1, 5) });
  const light = noiseField(random, Size, { fx: 2, octaves: 5 });
  canvas.fill((x, y, i) => colours[Math.min(2, Math.floor(Math.max(0, cover[i] - 0.25) * 6))].map(c => c * (0.7 + 0.5 * light[i])));
  return canvas.toBytes();
}
