// Opens a picture file the way the service does: upright, sRGB, alpha on white, at most 1600 px on its longest side.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import sharp from 'sharp';

export const LongestSide = 1600;

const require = createRequire(import.meta.url);

/** @returns {Promise<{data: Buffer, width: number, height: number}>} 8-bit RGB rows, at most 1600 px on the longest side */
export async function openPicture(path) {
  const bytes = await readFile(path);
  return shrink(await decoderOf(bytes, path));
}

/** Limits the longest side and drops alpha; `image` is a sharp pipeline. */
export async function shrink(image) {
  const { data, info } = await image
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize(LongestSide, LongestSide, { fit: 'inside', withoutEnlargement: true, kernel: 'linear', fastShrinkOnLoad: false })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

async function decoderOf(bytes, path) {
  if (bytes.toString('latin1', 0, 2) === 'BM') return fromBmp(bytes);
  if (bytes.toString('latin1', 4, 8) === 'ftyp' && /hei[cx]|mif1/.test(bytes.toString('latin1', 8, 12))) return fromHeic(bytes);
  try {
    return sharp(bytes, { autoOrient: false });
  } catch (error) {
    throw new Error(`${path}: ${error.message}`);
  }
}

/** Uncompressed 24-bit BMP, bottom-up, which the prebuilt libvips cannot read. */
function fromBmp(bytes) {
  const offset = bytes.readUInt32LE(10),
    width = bytes.readInt32LE(18),
    height = bytes.readInt32LE(22),
    bits = bytes.readUInt16LE(28);
  if (bits !== 24 || bytes.readUInt32LE(30) !== 0) throw new Error('only uncompressed 24-bit BMP files are read');
  const rows = Math.abs(height),
    stride = (width * 3 + 3) & ~3,
    out = Buffer.alloc(width * rows * 3);
  for (let y = 0; y < rows; y++) {
    const from = offset + (height > 0 ? rows - 1 - y : y) * stride;
    for (let x = 0; x < width; x++) {
      const i = from + x * 3,
        o = (y * width + x) * 3;
      out[o] = bytes[i + 2];
      out[o + 1] = bytes[i + 1];
      out[o + 2] = bytes[i];
    }
  }
  return sharp(out, { raw: { width, height: rows, channels: 3 } });
}

async function fromHeic(bytes) {
  const libheif = require('libheif-js/wasm-bundle');
  const [image] = new libheif.HeifDecoder().decode(bytes);
  const width = image.get_width(),
    height = image.get_height();
  const rgba = await new Promise((resolve, reject) =>
    image.display({ data: new Uint8ClampedArray(width * height * 4), width, height }, shown =>
      shown ? resolve(Buffer.from(shown.data.buffer)) : reject(new Error('the HEIC picture cannot be decoded')),
    ),
  );
  return sharp(rgba, { raw: { width, height, channels: 4 } });
}
