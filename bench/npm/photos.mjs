// Makes so many different JPEGs, of 12 megapixels and 2 to 5 MB unless told otherwise, into a folder, always the same ones: parts of one large scene, turned and mirrored.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

const [, , folder, countText, size = '4000x3000'] = process.argv;
const [width, height] = size.split('x').map(Number);
const [sceneWidth, sceneHeight] = [6400, 5400];
const name = number => join(folder, `photo-${String(number).padStart(4, '0')}.jpg`);
const missing = Array.from({ length: Number(countText) }, (_, number) => number).filter(number => !existsSync(name(number)));
mkdirSync(folder, { recursive: true });
if (missing.length > 0) {
  const random = seed => () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const next = random(7);
  const pixels = Buffer.alloc(sceneWidth * sceneHeight * 3);
  for (const [cell, weight] of [[640, 0.34], [160, 0.24], [48, 0.16], [16, 0.12], [6, 0.08], [2, 0.06]]) {
    const w = Math.ceil(sceneWidth / cell) + 1, h = Math.ceil(sceneHeight / cell) + 1;
    const noise = Buffer.alloc(w * h * 3);
    for (let i = 0; i < noise.length; i++) noise[i] = next() * 255;
    const layer = await sharp(noise, { raw: { width: w, height: h, channels: 3 } })
      .resize(sceneWidth, sceneHeight, { kernel: 'cubic', fit: 'fill' }).raw().toBuffer();
    for (let i = 0; i < pixels.length; i++) pixels[i] += weight * layer[i];
  }
  for (const number of missing) {
    const own = random(1000 + number);
    for (let i = 0; i < 9; i++) own();
    const part = sharp(pixels, { raw: { width: sceneWidth, height: sceneHeight, channels: 3 } }).extract({
      left: Math.floor(own() * (sceneWidth - width)), top: Math.floor(own() * (sceneHeight - height)), width, height,
    });
    if (own() < 0.5) part.flip();
    if (own() < 0.5) part.flop();
    // Written whole or not at all: a run that was stopped leaves no half photo.
    writeFileSync(`${name(number)}.part`, await part.jpeg({ quality: 89 + Math.floor(own() * 9) }).toBuffer());
    renameSync(`${name(number)}.part`, name(number));
  }
}
