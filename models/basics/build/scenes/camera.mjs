// What a camera, an editor and a file format do to a scene: light, colour cast, blur, noise, JPEG.
import sharp from 'sharp';
import { clamp } from '../random.mjs';
import { Size } from './canvas.mjs';

/** Ranges of the blur's sigma, in pixels at 384×384; between them a picture counts as neither sharp nor blurred. */
export const SharpBelow = 0.8,
  BlurredFrom = 2;

/** Changes light and colour of the canvas in place; returns whether it became black and white. */
export function develop(canvas, random) {
  const rgb = canvas.rgb,
    gamma = random.chance(0.6) ? random.between(0.75, 1.35) : random.between(0.4, 2.6),
    cast = random.chance(0.6) ? [1, 1, 1] : [random.between(0.88, 1.1), random.between(0.95, 1.04), random.between(0.86, 1.12)];
  const grey = random.chance(0.09),
    saturation = grey ? 0 : random.chance(0.6) ? random.between(0.85, 1.2) : random.between(0.35, 1.6),
    contrast = random.chance(0.6) ? 1 : random.between(0.3, 1.6),
    lift = contrast < 1 ? random.between(0, 1 - contrast) : -(contrast - 1) / 2;
  const vignette = random.chance(0.3) ? random.between(0.1, 0.7) : 0,
    size = canvas.size;
  for (let i = 0; i < size * size; i++) {
    const x = (i % size) / size - 0.5,
      y = Math.floor(i / size) / size - 0.5,
      fall = 1 - vignette * (x * x + y * y) * 2;
    let r = clamp(rgb[i * 3]),
      g = clamp(rgb[i * 3 + 1]),
      b = clamp(rgb[i * 3 + 2]);
    const luma = 0.299 * r + 0.587 * g + 0.114 * b;
    r = luma + (r - luma) * saturation;
    g = luma + (g - luma) * saturation;
    b = luma + (b - luma) * saturation;
    const tone = (c, k) => clamp(Math.pow(clamp(c * (grey ? 1 : cast[k]) * fall), gamma) * contrast + lift);
    rgb[i * 3] = tone(r, 0);
    rgb[i * 3 + 1] = tone(g, 1);
    rgb[i * 3 + 2] = tone(b, 2);
  }
  return grey;
}

/** Blurs the canvas in place, or not; returns 'sharp', 'blurred' or nothing for what lies between. */
export function focus(canvas, random) {
  const sigma = random.chance(0.55)
    ? random.between(0, SharpBelow)
    : random.chance(0.25)
      ? random.between(SharpBelow, BlurredFrom)
      : random.between(BlurredFrom, 9);
  canvas.blur(sigma);
  return sigma <= SharpBelow ? 'sharp' : sigma >= BlurredFrom ? 'blurred' : undefined;
}

export function addNoise(canvas, random) {
  const strength = random.chance(0.5) ? random.between(0, 0.012) : random.between(0, 0.06),
    colour = random.between(0, 0.7);
  for (let i = 0; i < canvas.rgb.length; i += 3) {
    const shared = strength * random.normal();
    for (let c = 0; c < 3; c++)
      canvas.rgb[i + c] = clamp(canvas.rgb[i + c] + shared * (1 - colour) + (colour ? colour * strength * random.normal() : 0));
  }
}

/** 8-bit RGB of Size×Size, mostly through JPEG. */
export async function store(bytes, random, share = 0.75) {
  if (!random.chance(share)) return bytes;
  const jpeg = await sharp(bytes, { raw: { width: Size, height: Size, channels: 3 } })
    .jpeg({ quality: random.whole(40, 95) })
    .toBuffer();
  return sharp(jpeg).removeAlpha().raw().toBuffer();
}
