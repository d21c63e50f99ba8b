// node build.mjs            makes model.onnx, labels.json and pack.json again, bit for bit
// node build.mjs --check    says whether the files in the repository are what this script makes, and changes nothing
// node build.mjs --measure [PHOTOS [RUSTDOCS]]   prints how often each tag is right, on generated pictures and on those of truth.json
import { measureGenerated } from './dataset.mjs';
import { trainModel } from './model.mjs';
import { measurePack } from './measure.mjs';
import { checkPack, writePack } from './pack.mjs';

const Folder = new URL('../', import.meta.url),
  TrainingPictures = 3000;
const [mode, ...folders] = process.argv.slice(2),
  started = process.hrtime.bigint();
const say = text => console.error(`${(Number(process.hrtime.bigint() - started) / 1e9).toFixed(0).padStart(4)} s  ${text}`);

const build = async () => trainModel(await measureGenerated(0, TrainingPictures, (done, all) => say(`${done} of ${all} pictures`)), say);

if (mode === '--measure') await measurePack(Folder, folders);
else if (mode === '--check') process.exitCode = (await checkPack(Folder, await build())) ? 0 : 1;
else if (mode) {
  console.error('usage: node build.mjs [--check | --measure [PHOTOS [RUSTDOCS]]]');
  process.exitCode = 2;
} else {
  const { bytes, sha256 } = await writePack(Folder, await build());
  say(`model.onnx: ${bytes} bytes, SHA-256 ${sha256}`);
}
