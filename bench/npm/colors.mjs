// node-vibrant's palette of a picture. node colors.mjs COUNT FILE… → for each file milliseconds of processor time (medians), as JSON: `decoded`, of pixels
// that sharp has brought to 300 on the longest side before the clock starts, every one of them looked at; `whole`, of the file with its defaults.
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { Vibrant } from 'node-vibrant/node';

const SIDE = 300;
const [, , countText, ...files] = process.argv;
sharp.cache(false);
sharp.concurrency(1);

/** Pixels that are decoded already, in the place of node-vibrant's own decoder. */
const prepared = ({ data, info }) => class {
  async load() { return this; }
  scaleDown() {}
  // The filters write into it.
  getImageData() { return { data: Buffer.from(data), width: info.width, height: info.height }; }
  remove() {}
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
  const pixels = await sharp(bytes).rotate().resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true }).toColourspace('srgb').ensureAlpha().raw()
    .toBuffer({ resolveWithObject: true });
  const fromPixels = () => Vibrant.from(bytes).useImageClass(prepared(pixels)).getPalette();
  const fromFile = () => Vibrant.from(bytes).getPalette();
  for (let i = 0; i < 20; i++) await fromPixels();
  await fromFile();
  results.push({ decoded: await cpu(Number(countText), fromPixels), whole: await cpu(3, fromFile) });
}
console.log(JSON.stringify(results));
