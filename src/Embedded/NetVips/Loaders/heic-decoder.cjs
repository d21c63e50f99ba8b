// Decodes one HEIC picture: file on stdin; on stdout width, height, bands (int32, little endian), then the pixels.
// Arguments: the folder of libheif-js, the width, height and bands that the header promised, a limit in seconds.
'use strict';
const fs = require('node:fs');
const { Worker } = require('node:worker_threads');

const [folder, width, height, bands, seconds] = [process.argv[2], ...process.argv.slice(3).map(Number)];

// Decoding blocks this thread; another one sees to it that the process does not outlive its parent for long.
new Worker(`setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${seconds * 1000})`, { eval: true }).unref();

const fail = (reason) => {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
};

const libheif = require(`${folder}/wasm-bundle.js`);
const images = new libheif.HeifDecoder().decode(fs.readFileSync(0));
const image = images.find((one) => one.is_primary()) ?? images[0];
if (!image) {
  fail('no picture');
}
if (image.get_width() !== width || image.get_height() !== height) {
  fail('the size differs from the header');
}

image.display({ data: new Uint8ClampedArray(width * height * 4), width, height }, (decoded) => {
  if (!decoded) {
    fail('the picture cannot be decoded');
  }
  const rgba = decoded.data;
  let length = width * height * 4;
  if (bands === 3) {
    length = 0;
    for (let at = 0; at < rgba.length; at += 4) {
      rgba[length++] = rgba[at];
      rgba[length++] = rgba[at + 1];
      rgba[length++] = rgba[at + 2];
    }
  }
  const header = Buffer.alloc(12);
  header.writeInt32LE(width, 0);
  header.writeInt32LE(height, 4);
  header.writeInt32LE(bands, 8);
  process.stdout.write(header);
  process.stdout.write(Buffer.from(rgba.buffer, rgba.byteOffset, length), () => process.exit(0));
});
