// Trains every head on the measured pictures and assembles the model.
import { colourTask } from './colours.mjs';
import { featureGraph } from './dataset.mjs';
import { principalLayer } from './embedding.mjs';
import { evaluate } from './evaluate.mjs';
import { GlobalCells, LocalChannels } from './features.mjs';
import { Graph } from './graph.mjs';
import {
  colourScores,
  colourShares,
  dense,
  EmbeddingSize,
  focusIndex,
  focusInput,
  kindScores,
  lightScores,
  ofPhotos,
  regionShares,
  regionSummary,
  somethingShown,
} from './heads.mjs';
import { randomOf } from './random.mjs';
import { Ids } from './labels.mjs';
import { Kinds } from './sample.mjs';
import { presenceOf, RegionCount } from './truth.mjs';
import { fit } from './train.mjs';

/** Logits that a score gives away, so that doubtful tags are not given: made pictures are easier than real ones. */
const Caution = { kinds: [0, 4.2, 1, 1.5, 1], focus: [1, 1.5], regions: [1.5, 1, 2.5, 3] };

/** @param {object[]} rows of measureGenerated @returns {Graph} */
export function trainModel(rows, report) {
  const heads = trainHeads(rows, report);
  report('embedding');
  const traits = task(
    rows,
    row => [...row.whole, ...row.grid],
    () => [0],
  );
  return assemble({ ...heads, embedding: principalLayer(traits.inputs, traits.width, 6) });
}

/** The layers of every head. */
export function trainHeads(rows, report) {
  report('colour names');
  const colours = fit({ ...colourTask(60000, 11), hidden: [24], loss: 'softmax', epochs: 14, decay: 0, seed: 1 });
  report('regions');
  const regions = fit({ ...regionTask(rows), hidden: [40, 20], loss: 'softmax', epochs: 14, seed: 2 });
  report('kinds');
  const kinds = fit({
    ...task(
      rows,
      row => row.whole,
      row => Kinds.map((_, k) => (k === row.kind ? 1 : 0)),
    ),
    hidden: [32],
    loss: 'softmax',
    epochs: 60,
    decay: 1e-3,
    seed: 3,
  });
  report('focus');
  const focus = fit({
    ...task(
      rows,
      row => focusIndex.map(i => row.whole[i]),
      row => (row.focus ? [+(row.focus === 'sharp'), +(row.focus === 'blurred')] : [0, 0]),
    ),
    hidden: [12],
    loss: 'sigmoid',
    epochs: 40,
    decay: 1e-3,
    seed: 4,
  });
  report('presence of regions');
  const summarise = summariser(regions);
  const presence = fit({
    ...task(rows, summarise, row => presenceOf(row.regions)),
    hidden: [],
    loss: 'sigmoid',
    epochs: 60,
    decay: 1e-3,
    seed: 5,
  });
  return { colours, regions, kinds, focus, presence };
}

function task(rows, inputOf, targetOf) {
  const inputs = rows.map(inputOf),
    targets = rows.map(targetOf),
    width = inputs[0].length,
    outputs = targets[0].length;
  return {
    inputs: Float32Array.from({ length: rows.length * width }, (_, i) => inputs[Math.floor(i / width)][i % width]),
    width,
    targets: Float32Array.from(targets.flat()),
    outputs,
  };
}

/** Cells that are shown with another picture's whole, so that the cell's own look counts for more than the kind of scene. */
const StrangerShare = 0.3;

function regionTask(rows) {
  const near = LocalChannels * 3 + 1,
    width = near + rows[0].shared.length,
    count = rows.reduce((n, row) => n + row.classes.length, 0);
  const inputs = new Float32Array(count * width),
    targets = new Float32Array(count * RegionCount);
  const random = randomOf(12);
  let at = 0;
  for (const row of rows)
    row.classes.forEach((region, n) => {
      const whole = random.chance(StrangerShare) ? random.pick(rows).shared : row.shared;
      inputs.set(row.cells.subarray(n * near, (n + 1) * near), at * width);
      inputs.set(whole, at * width + near);
      targets[at++ * RegionCount + region] = 1;
    });
  return { inputs, width, targets, outputs: RegionCount };
}

/** Runs the region head alone on stored measurements. */
export function summariser(regions) {
  const graph = new Graph('local', [1, LocalChannels * 3 + 1, GlobalCells, GlobalCells]);
  const summary = regionSummary(graph, regionShares(graph, { local: 'local', shared: 'shared' }, regions));
  return row => {
    graph.constants.set('shared', { shape: [1, row.shared.length], data: row.shared });
    return [...evaluate(graph, row.local).get(summary).data];
  };
}

function assemble({ colours, regions, kinds, focus, presence, embedding }) {
  const { graph: g, names } = featureGraph(),
    minus = (x, caution) => g.add('Sub', [x, g.constant(caution)]);
  const kindLogits = kindScores(g, names, kinds, Caution.kinds),
    summary = regionSummary(g, regionShares(g, names, regions));
  const logits = g.add(
    'Concat',
    [
      kindLogits,
      lightScores(g, names),
      g.add('Min', [minus(dense(g, focusInput(g, names), focus), Caution.focus), somethingShown(g, names)]),
      ofPhotos(g, minus(dense(g, summary, presence), Caution.regions), kindLogits),
      colourScores(g, colourShares(g, names, colours)),
    ],
    { axis: 1 },
  );
  g.output(g.add('Sigmoid', [logits], {}, 'scores'), [1, Ids.length]);
  const traits = g.add('Concat', [names.whole, names.grid], { axis: 1 });
  g.output(
    g.add('Gemm', [traits, g.constant(embedding.weights, [embedding.from, embedding.to]), g.constant(embedding.bias)], {}, 'embedding'),
    [1, EmbeddingSize],
  );
  return g;
}
