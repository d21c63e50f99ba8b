// The same work as Magpie's tagging, by npm: sharp decodes to the model's input, one pass normalises, onnxruntime-node infers.
// One thread each. node tag.mjs PHOTO MODEL PACK.json COUNT → milliseconds of processor time and of the clock a photo (medians), as JSON.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import sharp from 'sharp';

const ort = createRequire(import.meta.url)('onnxruntime-node');
const [, , photo, model, packFile, count] = process.argv;
const pack = JSON.parse(readFileSync(packFile, 'utf8'));
const { width, height, scale, mean, std, name } = pack.input;
const bytes = readFileSync(photo);
sharp.cache(false);
sharp.concurrency(1);
const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' });
const area = width * height;
const tensor = new Float32Array(area * 3);
const factor = std.map((s) => scale / s), offset = mean.map((m, c) => m / std[c]);

async function once() {
  const pixels = await sharp(bytes, { sequentialRead: true }).rotate().resize(width, height, { fit: 'fill', kernel: 'linear' })
    .removeAlpha().toColourspace('srgb').raw().toBuffer();
  for (let i = 0, p = 0; i < area; i++, p += 3) {
    tensor[i] = pixels[p] * factor[0] - offset[0];
    tensor[i + area] = pixels[p + 1] * factor[1] - offset[1];
    tensor[i + 2 * area] = pixels[p + 2] * factor[2] - offset[2];
  }
  return session.run({ [name]: new ort.Tensor('float32', tensor, [1, 3, height, width]) });
}

for (let i = 0; i < 10; i++) await once();
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const cpu = [], wall = [];
for (let i = 0; i < Number(count); i++) {
  const before = process.cpuUsage(), start = performance.now();
  await once();
  wall.push(performance.now() - start);
  const { user, system } = process.cpuUsage(before);
  cpu.push((user + system) / 1000);
}
console.log(JSON.stringify({ cpu: median(cpu), wall: median(wall) }));
