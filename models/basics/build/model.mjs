// Trains every head on the measured pictures and assembles the model.
import { colourTask } from './colours.mjs';
import { featureGraph } from './dataset.mjs';
import { principalLayer } from './embedding.mjs';
import { evaluate } from './evaluate.mjs';
import { GlobalCells, LocalChannels } from './features.mjs';
import { Graph } from './graph.mjs';
import { colourScores, colourShares, dense, EmbeddingSize, focusIndex, focusInput, kindScores, lightScores, regionShares, regionSummary } from './heads.mjs';
import { Ids } from './labels.mjs';
import { Kinds } from './sample.mjs';
import { presenceOf, RegionCount } from './truth.mjs';
import { fit } from './train.mjs';

/** Logits that a score gives away, so that doubtful tags are not given: made pictures are easier than real ones. */
const Caution = { kinds: [0, 1, 1, 1, 1], focus: [1, 2], regions: [1, 1, 2, 1] };

/** @param {object[]} rows of measureGenerated @returns {Graph} */
export function trainModel(rows, report) {
  report('colour names');
  const colours = fit({ ...colourTask(60000, 11), hidden: [24], loss: 'softmax', epochs: 14, decay: 0, seed: 1 });
  report('regions');
  const regions = fit({ ...regionTask(rows), hidden: [40, 20], loss: 'softmax', epochs: 14, seed: 2 });
  report('kinds');
  const kinds = fit({ ...task(rows, row => row.whole, row => Kinds.map((_, k) => k === row.kind ? 1 : 0)), hidden: [32], loss: 'softmax', epochs: 60, decay: 1e-3, seed: 3 });
  report('focus');
  const focus = fit({ ...task(rows, row => focusIndex.map(i => row.whole[i]), row => row.focus ? [+(row.focus === 'sharp'), +(row.focus === 'blurred')] : [0, 0]), hidden: [12], loss: 'sigmoid', epochs: 40, decay: 1e-3, seed: 4 });
  report('presence of regions');
  const summarise = summariser(regions);
  const presence = fit({ ...task(rows, summarise, row => presenceOf(row.regions)), hidden: [], loss: 'sigmoid', epochs: 60, decay: 1e-3, seed: 5 });
  report('embedding');
  const traits = task(rows, row => [...row.whole, ...row.grid], () => [0]);
  return assemble({ colours, regions, kinds, focus, presence, embedding: principalLayer(traits.inputs, traits.width, 6) });
}

function task(rows, inputOf, targetOf) {
  const inputs = rows.map(inputOf), targets = rows.map(targetOf), width = inputs[0].length, outputs = targets[0].length;
  return { inputs: Float32Array.from({ length: rows.length * width }, (_, i) => inputs[Math.floor(i / width)][i % width]), width, targets: Float32Array.from(targets.flat()), outputs };
}

function regionTask(rows) {
  const near = LocalChannels * 3 + 1, width = near + rows[0].shared.length, count = rows.reduce((n, row) => n + row.classes.length, 0);
  const inputs = new Float32Array(count * width), targets = new Float32Array(count * RegionCount);
  let at = 0;
  for (const row of rows) row.classes.forEach((region, n) => {
    inputs.set(row.cells.subarray(n * near, (n + 1) * near), at * width); inputs.set(row.shared, at * width + near);
    targets[at++ * RegionCount + region] = 1;
  });
  return { inputs, width, targets, outputs: RegionCount };
}

/** Runs the region head alone on stored measurements. */
function summariser(regions) {
  const graph = new Graph('local', [1, LocalChannels * 3 + 1, GlobalCells, GlobalCells]);
  const summary = regionSummary(graph, regionShares(graph, { local: 'local', shared: 'shared' }, regions));
  return row => {
    graph.constants.set('shared', { shape: [1, row.shared.length], data: row.shared });
    return [...evaluate(graph, row.local).get(summary).data];
  };
}

function assemble({ colours, regions, kinds, focus, presence, embedding }) {
  const { graph: g, names } = featureGraph(), minus = (x, caution) => g.add('Sub', [x, g.constant(caution)]);
  const logits = g.add('Concat', [
    kindScores(g, names, kinds, Caution.kinds), lightScores(g, names), minus(dense(g, focusInput(g, names), focus), Caution.focus),
    minus(dense(g, regionSummary(g, regionShares(g, names, regions)), presence), Caution.regions), colourScores(g, colourShares(g, names, colours)),
  ], { axis: 1 });
  g.output(g.add('Sigmoid', [logits], {}, 'scores'), [1, Ids.length]);
  const traits = g.add('Concat', [names.whole, names.grid], { axis: 1 });
  g.output(g.add('Gemm', [traits, g.constant(embedding.weights, [embedding.from, embedding.to]), g.constant(embedding.bias)], {}, 'embedding'), [1, EmbeddingSize]);
  return g;
}
