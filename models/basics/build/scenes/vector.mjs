// Draws SVG scenes to the size the model sees, by the same two steps as the service: a larger picture, then a linear shrink.
import sharp from 'sharp';
import { Size } from './canvas.mjs';

export const rgb = colour => `rgb(${colour.map(c => Math.round(Math.max(0, Math.min(1, c)) * 255)).join(',')})`;
export const grey = value => rgb([value, value, value]);
export const rect = (x, y, w, h, fill, extra = '') =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(0, w).toFixed(1)}" height="${Math.max(0, h).toFixed(1)}" fill="${fill}" ${extra}/>`;
export const segment = (x0, y0, x1, y1, stroke, width, extra = '') =>
  `<path d="M${x0.toFixed(1)} ${y0.toFixed(1)}L${x1.toFixed(1)} ${y1.toFixed(1)}" stroke="${stroke}" stroke-width="${width.toFixed(2)}" fill="none" ${extra}/>`;
export const svgOf = (width, height, body) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.round(width)}" height="${Math.round(height)}">${body}</svg>`;

/** 8-bit RGB, Size×Size. `inserts` are pictures laid over the drawing: {canvas, left, top, width, height}. */
export async function draw(svg, inserts = []) {
  let picture = sharp(Buffer.from(svg)).flatten({ background: '#ffffff' });
  if (inserts.length) {
    const overlays = await Promise.all(
      inserts.map(async ({ canvas, left, top, width, height }) => ({
        input: await sharp(canvas.toBytes(), { raw: { width: canvas.size, height: canvas.size, channels: 3 } })
          .resize(Math.round(width), Math.round(height), { fit: 'fill', kernel: 'linear' })
          .png()
          .toBuffer(),
        left: Math.round(left),
        top: Math.round(top),
      })),
    );
    picture = sharp(await picture.composite(overlays).removeAlpha().png({ compressionLevel: 0 }).toBuffer());
  }
  return shrink(picture);
}

const shrink = picture =>
  picture.removeAlpha().toColourspace('srgb').resize(Size, Size, { fit: 'fill', kernel: 'linear' }).raw().toBuffer();
