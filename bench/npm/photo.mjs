// Makes a 12-megapixel JPEG with the detail of a photo: noise of six scales over a gradient, always the same bytes.
import { writeFileSync } from 'node:fs';
import sharp from 'sharp';

const [, , target, seedText = '1', size = '4000x3000'] = process.argv;
const [width, height] = size.split('x').map(Number);
let state = Number(seedText) * 2654435761 >>> 0;
const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;

const layers = [];
for (const [cell, weight] of [[512, 0.34], [128, 0.24], [48, 0.16], [16, 0.12], [6, 0.08], [2, 0.06]]) {
  const w = Math.ceil(width / cell) + 1, h = Math.ceil(height / cell) + 1;
  const noise = Buffer.alloc(w * h * 3);
  for (let i = 0; i < noise.length; i++) noise[i] = random() * 255;
  layers.push([weight, await sharp(noise, { raw: { width: w, height: h, channels: 3 } }).resize(width, height, { kernel: 'cubic', fit: 'fill' }).raw().toBuffer()]);
}
const pixels = Buffer.alloc(width * height * 3);
for (let i = 0; i < pixels.length; i++) {
  let value = 0;
  for (const [weight, layer] of layers) value += weight * layer[i];
  pixels[i] = value;
}
writeFileSync(target, await sharp(pixels, { raw: { width, height, channels: 3 } }).jpeg({ quality: 88 }).toBuffer());
