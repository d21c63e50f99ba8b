// Writes the pack's files: the model, its labels and the manifest that describes them.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { EmbeddingSize } from './heads.mjs';
import { Labels } from './labels.mjs';
import { Size } from './sample.mjs';

const Version = '1.0.0';

/** The pack's files by name. */
function filesOf(graph) {
  const model = graph.toBytes('magpie basics');
  const manifest = {
    id: 'basics',
    version: Version,
    task: 'classification',
    title: 'Kind of picture, light, focus, colours, sky, plants and water',
    license: 'MIT',
    source: 'models/basics/build of this repository',
    model: 'model.onnx',
    sha256: createHash('sha256').update(model).digest('hex'),
    bytes: model.length,
    input: {
      name: 'image',
      width: Size,
      height: Size,
      resize: 'stretch',
      layout: 'NCHW',
      channels: 'RGB',
      dtype: 'float32',
      scale: 1 / 255,
      mean: [0, 0, 0],
      std: [1, 1, 1],
    },
    outputs: { scores: { name: 'scores', activation: 'none' }, embedding: { name: 'embedding', size: EmbeddingSize, normalize: 'l2' } },
    labels: 'labels.json',
    threshold: 0.5,
    top: 8,
  };
  const labels = `[\n${Labels.map(one => ` ${JSON.stringify(one)}`).join(',\n')}\n]\n`;
  return {
    manifest,
    files: { 'model.onnx': model, 'labels.json': Buffer.from(labels), 'pack.json': Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`) },
  };
}

export async function writePack(folder, graph) {
  const { manifest, files } = filesOf(graph);
  for (const [name, bytes] of Object.entries(files)) await writeFile(new URL(name, folder), bytes);
  return manifest;
}

/** Whether the files in the folder are, byte for byte, those of the graph; says which are not. */
export async function checkPack(folder, graph) {
  const wrong = [];
  for (const [name, bytes] of Object.entries(filesOf(graph).files))
    if (!bytes.equals(await readFile(new URL(name, folder)))) wrong.push(name);
  console.log(wrong.length ? `differs from what the script makes: ${wrong.join(', ')}` : 'all files are what the script makes');
  return wrong.length === 0;
}
