// One generated picture with everything known about it.
import { randomOf } from './random.mjs';
import { addNoise, develop, focus, store } from './scenes/camera.mjs';
import { Canvas, Region, Size } from './scenes/canvas.mjs';
import { diagram } from './scenes/diagrams.mjs';
import { drawing } from './scenes/drawings.mjs';
import { page } from './scenes/pages.mjs';
import { photo } from './scenes/photo.mjs';
import { screen } from './scenes/screens.mjs';

export const Kinds = ['photo', 'document', 'screenshot', 'drawing', 'diagram'];
const Makers = { photo, document: page, screenshot: screen, drawing, diagram };
const Cells = Size / 16;

/**
 * @param {number} seed the same number gives the same picture
 * @returns {Promise<{kind: string, bytes: Buffer, focus?: string, regions: Uint8Array}>} bytes are 8-bit RGB, 384×384;
 *   regions hold the class of each 16×16 px cell, `Unsure` where no class fills two thirds of it
 */
export async function sample(seed) {
  const random = randomOf(seed),
    kind = seed % 9 < 5 ? 'photo' : Kinds[(seed % 9) - 4];
  const canvas = await Makers[kind](random);
  let focused;
  if (kind === 'photo') {
    if (develop(canvas, random)) forgetColour(canvas.region);
    focused = focus(canvas, random);
    addNoise(canvas, random);
  } else {
    if (kind === 'document' && random.chance(0.6)) addNoise(canvas, random);
    if (random.chance(0.12)) greyed(canvas);
    if (random.chance(0.2)) {
      const sigma = random.between(2, 6);
      if (random.chance(0.5)) {
        canvas.blur(sigma);
        focused = 'blurred';
      } else canvas.blur(sigma / 6);
    } else focused = 'sharp';
  }
  const bytes = await store(canvas.toBytes(), random, kind === 'photo' || kind === 'document' ? 0.75 : 0.3);
  return { kind, bytes, focus: focused, regions: regionsOf(canvas, kind) };
}

/** Without colour nobody can tell a lawn from gravel: such regions are not asked about. */
function forgetColour(region) {
  for (let i = 0; i < region.length; i++) {
    if (region[i] === Region.Vegetation || region[i] === Region.Water) region[i] = Region.Unsure;
    else if (region[i] === Region.Sunset) region[i] = Region.Sky;
  }
}

function greyed(canvas) {
  for (let i = 0; i < canvas.rgb.length; i += 3) {
    const luma = 0.299 * canvas.rgb[i] + 0.587 * canvas.rgb[i + 1] + 0.114 * canvas.rgb[i + 2];
    canvas.rgb.fill(luma, i, i + 3);
  }
}

function regionsOf(canvas, kind) {
  const out = new Uint8Array(Cells * Cells),
    step = canvas.size / Cells;
  if (kind !== 'photo') return out;
  for (let cy = 0; cy < Cells; cy++)
    for (let cx = 0; cx < Cells; cx++) {
      const counts = new Map();
      for (let y = 0; y < step; y += 2)
        for (let x = 0; x < step; x += 2) {
          const region = canvas.region[(cy * step + y) * canvas.size + cx * step + x];
          counts.set(region, (counts.get(region) ?? 0) + 1);
        }
      const [region, count] = [...counts].sort((a, b) => b[1] - a[1])[0];
      out[cy * Cells + cx] = count >= ((step * step) / 4) * 0.67 ? region : Region.Unsure;
    }
  return out;
}

/** The picture as the model's input: float32 NCHW, 0..1. */
export function toInput(bytes) {
  const plane = Size * Size,
    out = new Float32Array(plane * 3);
  for (let i = 0; i < plane; i++) for (let c = 0; c < 3; c++) out[c * plane + i] = bytes[i * 3 + c] / 255;
  return out;
}

export { Canvas, Cells, Region, Size };
