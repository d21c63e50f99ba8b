// Measures many generated pictures, on all processors, in an order that does not depend on them.
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { evaluate } from './evaluate.mjs';
import { addFeatures, GlobalCells } from './features.mjs';
import { Graph } from './graph.mjs';
import { randomOf } from './random.mjs';
import { Kinds, Region, sample, Size, toInput } from './sample.mjs';

const CellsPerPhoto = 64,
  CellsPerOther = 12;

/** @returns {Promise<object[]>} one row a picture, seeds `first` to `first + count - 1`, in that order */
export async function measureGenerated(first, count, report = () => {}) {
  const workers = Math.min(availableParallelism(), 8),
    rows = new Array(count);
  let done = 0;
  await Promise.all(
    Array.from(
      { length: workers },
      (_, part) =>
        new Promise((resolve, reject) => {
          const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { first, count, part, workers } });
          worker.on('message', row => {
            rows[row.seed - first] = row;
            if (++done % 100 === 0) report(done, count);
          });
          worker.on('error', reject);
          worker.on('exit', code => (code === 0 ? resolve() : reject(new Error(`a worker ended with code ${code}`))));
        }),
    ),
  );
  return rows;
}

export function featureGraph() {
  const graph = new Graph('image', [1, 3, Size, Size]);
  return { graph, names: addFeatures(graph) };
}

/** The measurements of one picture that heads are trained on. */
async function measure(seed, { graph, names }) {
  const made = await sample(seed),
    tensors = evaluate(graph, toInput(made.bytes)),
    local = tensors.get(names.local),
    width = local.shape[1],
    plane = GlobalCells ** 2;
  const random = randomOf(seed ^ 0x5bd1e995),
    cells = [],
    classes = [];
  for (let n = made.kind === 'photo' ? CellsPerPhoto : CellsPerOther; n > 0; n--) {
    const at = random.whole(0, plane - 1);
    if (made.regions[at] === Region.Unsure) continue;
    for (let c = 0; c < width; c++) cells.push(local.data[c * plane + at]);
    classes.push(made.regions[at]);
  }
  return {
    seed,
    kind: Kinds.indexOf(made.kind),
    focus: made.focus,
    regions: made.regions,
    cells: Float32Array.from(cells),
    classes,
    local: local.data,
    shared: tensors.get(names.shared).data,
    whole: tensors.get(names.whole).data,
    grid: tensors.get(names.grid).data,
  };
}

if (!isMainThread && workerData?.workers) {
  const { first, count, part, workers } = workerData,
    features = featureGraph();
  for (let n = part; n < count; n += workers) parentPort.postMessage(await measure(first + n, features));
}
