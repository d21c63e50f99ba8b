// smartcrop's crop of a picture, its image operations those of smartcrop-sharp. node croppings.mjs WIDTH HEIGHT COUNT FILE… → for each file milliseconds of
// processor time (medians), as JSON: `decoded`, of pixels that sharp has brought to the size smartcrop looks at before the clock starts; `whole`, of the file.
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import smartcrop from 'smartcrop';

/** Pixels on the shortest side: what smartcrop scales to itself. */
const LOOKED_AT = 256;
const [, , width, height, countText, ...files] = process.argv;
sharp.cache(false);
sharp.concurrency(1);

const operations = {
  async open(source) {
    const image = source.raw ? sharp(source.data, { raw: source.raw }) : sharp(source);
    const size = source.raw ?? (await image.metadata());
    return { width: size.width, height: size.height, image };
  },
  resample: ({ image }, w, h) => ({ width: Math.trunc(w), height: Math.trunc(h), image }),
  async getData({ image, width: w, height: h }) {
    const { data, info } = await image.resize(w, h, { kernel: 'cubic', fit: 'fill' }).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data };
  },
};

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
async function cpu(count, work) {
  const times = [];
  for (let i = 0; i < count; i++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return median(times);
}

const results = [];
for (const file of files) {
  const bytes = readFileSync(file);
  const { data, info } = await sharp(bytes).resize(LOOKED_AT, LOOKED_AT, { fit: 'outside', withoutEnlargement: true }).toColourspace('srgb').removeAlpha().raw()
    .toBuffer({ resolveWithObject: true });
  const pixels = { data, raw: { width: info.width, height: info.height, channels: info.channels } };
  const options = { width: Number(width), height: Number(height), imageOperations: operations };
  for (let i = 0; i < 20; i++) await smartcrop.crop(pixels, options);
  results.push({
    decoded: await cpu(Number(countText), () => smartcrop.crop(pixels, options)),
    whole: await cpu(Number(countText), () => smartcrop.crop(bytes, options)),
  });
}
console.log(JSON.stringify(results));
