// Adds trained layers and the tags' rules to the feature graph: scores float32[1,28], each 0.5 at its own limit, and an embedding.
import { ColourNames, LeadingColours } from './colours.mjs';
import { flat, LocalChannels, SharpnessSize, WholeSize } from './features.mjs';

export const EmbeddingSize = 96;

const transposed = ({ weights, from, to }) => Array.from({ length: from * to }, (_, n) => weights[(n % from) * to + Math.floor(n / from)]);

/** Fully connected layers over [1,n]. */
export function dense(g, x, layers) {
  return layers.reduce((input, { weights, bias, from, to }, n) => {
    const out = g.add('Gemm', [input, g.constant(weights, [from, to]), g.constant(bias)]);
    return n < layers.length - 1 ? g.add('Relu', [out]) : out;
  }, x);
}

/** The same layers at every cell of [1,n,h,w]. */
export function denseCells(g, x, layers) {
  return layers.reduce((input, layer, n) => {
    const out = g.convolve(input, transposed(layer), [layer.to, layer.from, 1, 1], layer.bias);
    return n < layers.length - 1 ? g.add('Relu', [out]) : out;
  }, x);
}

/** Class shares of each cell: [1,5,24,24]. The first layer sees the cell and, through a product of its own, the whole picture. */
export function regionShares(g, names, layers) {
  const [first, ...rest] = layers,
    near = LocalChannels * 3 + 1,
    far = first.from - near;
  const split = (start, count) => ({
    from: count,
    to: first.to,
    weights: first.weights.slice(start * first.to, (start + count) * first.to),
  });
  const here = g.convolve(names.local, transposed(split(0, near)), [first.to, near, 1, 1]);
  const there = g.add('Gemm', [names.shared, g.constant(split(near, far).weights, [far, first.to]), g.constant(first.bias)]);
  const sum = g.add('Relu', [g.add('Add', [here, g.add('Reshape', [there, g.whole([1, first.to, 1, 1])])])]);
  return g.add('Softmax', [denseCells(g, sum, rest)], { axis: 1 });
}

/** How much of the picture each region covers for certain, and where it is densest: [1,15]. */
export function regionSummary(g, shares) {
  const certain = g.add('Min', [g.add('Relu', [g.affine(shares, 2.5, -1)]), g.scalar(1)]);
  const everywhere = g.add('ReduceMean', [certain], { axes: [2, 3], keepdims: 0 });
  const top = flat(g, g.add('AveragePool', [certain], { kernel_shape: [8, 24], strides: [24, 24] }), 5);
  const densest = g.add('ReduceMax', [g.average(certain, 7, 1)], { axes: [2, 3], keepdims: 0 });
  return g.add('Concat', [everywhere, top, densest], { axis: 1 });
}

/** What a photo shows is asked of photos only: the region scores can be no higher than the photo's own, plus a margin. */
export function ofPhotos(g, regionScores, kinds) {
  return g.add('Min', [regionScores, g.affine(g.add('Gather', [kinds, g.whole([0])], { axis: 1 }), 1, 1.5)]);
}

/** One score a kind: how far it is ahead of the best other kind, less the kind's margin. */
export function kindScores(g, names, layers, margins) {
  const logits = dense(g, names.whole, layers),
    count = margins.length;
  const others = g.constant(
    Array.from({ length: count * count }, (_, i) => (i % (count + 1) === 0 ? -1e4 : 0)),
    [count, count],
  );
  const best = g.add('ReduceMax', [g.add('Add', [logits, others])], { axes: [1], keepdims: 0 });
  return g.add('Min', [g.add('Sub', [g.add('Sub', [logits, best]), g.constant(margins)]), somethingShown(g, names)]);
}

/** Below 0 for an even colour and for pure noise, which are no kind of picture. */
export function somethingShown(g, names) {
  const whole = x => g.add('ReduceMean', [x], { axes: [2, 3], keepdims: 0 });
  const light = whole(names.luma),
    variance = g.add('Sub', [whole(g.add('Mul', [names.luma, names.luma])), g.add('Mul', [light, light])]);
  const steps = g.add('Gather', [whole(names.edges), g.whole([0])], { axis: 1 });
  return g.add('Min', [
    g.add('Max', [g.affine(whole(names.range), 3000, -3000 * 0.003), g.affine(variance, 4000, -4000 * 0.001)]),
    g.affine(steps, -300, 300 * 0.19),
  ]);
}

/** Focus is judged by the cells' mean textures and the sharpness of edges. */
export const focusIndex = [
  ...Array(LocalChannels).keys(),
  ...Array.from({ length: SharpnessSize }, (_, i) => WholeSize - SharpnessSize + i),
];
export const focusInput = (g, names) => g.add('Gather', [names.whole, g.whole(focusIndex)], { axis: 1 });

/** Logits for black and white, dark, bright, high contrast and low contrast, from rules. */
export function lightScores(g, names) {
  const whole = x => g.add('ReduceMean', [x], { axes: [2, 3], keepdims: 0 });
  const chroma = g.add('Sub', [
    g.add('ReduceMax', [names.colours], { axes: [1], keepdims: 1 }),
    g.add('ReduceMin', [names.colours], { axes: [1], keepdims: 1 }),
  ]);
  const coloured = g.add('Min', [g.add('Relu', [g.affine(chroma, 20, -1.2)]), g.scalar(1)]);
  const light = whole(names.luma),
    square = whole(g.add('Mul', [names.luma, names.luma]));
  const variance = g.add('Sub', [square, g.add('Mul', [light, light])]);
  const step = (limit, sign) =>
    whole(g.add('Min', [g.add('Relu', [g.affine(names.luma, 20 * sign, 0.5 - 20 * sign * limit)]), g.scalar(1)]));
  const both = (...terms) => terms.reduce((a, b) => g.add('Min', [a, b]));
  const marks = whole(g.add('Min', [g.add('Relu', [g.affine(names.range, 10, -3)]), g.scalar(1)]));
  const shadows = step(0.25, -1),
    highlights = step(0.75, 1);
  return g.add(
    'Concat',
    [
      both(
        g.affine(whole(chroma), -150, 150 * 0.032),
        g.affine(whole(coloured), -300, 300 * 0.012),
        g.affine(flat(g, g.add('ReduceMax', [chroma], { axes: [2, 3], keepdims: 1 }), 1), -40, 40 * 0.2),
        g.affine(variance, 4000, -4000 * 0.003),
      ),
      both(g.affine(light, -25, 25 * 0.29), g.affine(shadows, 12, -12 * 0.5)),
      both(g.affine(light, 25, -25 * 0.7), g.affine(shadows, -20, 20 * 0.12)),
      both(g.affine(shadows, 20, -20 * 0.22), g.affine(highlights, 20, -20 * 0.2), g.affine(variance, 150, -150 * 0.08)),
      both(g.affine(variance, -700, 700 * 0.0095), g.affine(marks, -100, 100 * 0.03)),
    ],
    { axis: 1 },
  );
}

/** The share of the picture under each colour name: [1,13]. */
export function colourShares(g, names, layers) {
  const named = g.add('Softmax', [denseCells(g, names.colours, layers)], { axis: 1 });
  return g.add('ReduceMean', [named], { axes: [2, 3], keepdims: 0 });
}

/** Shares at which a colour leads: grey, white, black and brown are in most pictures, red is soon taken for brown or pink. */
const LeadFrom = { grey: 0.42, white: 0.35, black: 0.35, brown: 0.36, red: 0.4 };

export function colourScores(g, shares) {
  const leading = g.add('Gather', [shares, g.whole(LeadingColours.map(name => ColourNames.indexOf(name)))], { axis: 1 });
  return g.add('Sub', [g.add('Mul', [leading, g.scalar(14)]), g.constant(LeadingColours.map(name => 14 * (LeadFrom[name] ?? 0.28)))]);
}
