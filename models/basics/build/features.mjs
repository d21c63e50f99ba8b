// What the model measures, as ONNX operators with fixed weights: nothing in this file is learned.
import { Size } from './scenes/canvas.mjs';

export const Steps = [0.06, 0.12, 0.2, 0.3, 0.42, 0.55, 0.68, 0.8, 0.9, 0.96];
export const SharpnessSteps = [0.08, 0.12, 0.17, 0.23, 0.3, 0.4, 0.52];
export const LocalChannels = 19,
  GlobalCells = Size / 16,
  WholeSize = 122,
  SharpnessSize = 8;

/**
 * Adds the measurements to `graph`, whose input is float32[1,3,384,384], RGB, 0..1.
 * @returns {{colours: string, luma: string, range: string, edges: string, local: string, shared: string, whole: string, grid: string}} tensor names:
 *   colours [1,3,96,96], luma, range (of luma within 8×8 px) [1,1,48,48], edges [1,3,48,48], local [1,58,24,24] (per cell), shared [1,76] (per picture, for the cells),
 *   whole [1,122] (per picture; the first 19 are the cells' means, the last 8 the sharpness), grid [1,48] (4×4 colours)
 */
export function addFeatures(graph) {
  const g = graph,
    image = g.input.name;
  const luma = g.convolve(image, [0.299, 0.587, 0.114], [1, 3, 1, 1]);
  const edges = g.add('Abs', [
    g.convolve(
      g.add('Pad', [luma, g.whole([0, 0, 1, 1, 0, 0, 1, 1])], { mode: 'edge' }),
      [
        0,
        0,
        0,
        0,
        -1,
        1,
        0,
        0,
        0, // to the right neighbour
        0,
        0,
        0,
        0,
        -1,
        0,
        0,
        1,
        0, // to the lower neighbour
        0,
        -0.25,
        0,
        -0.25,
        1,
        -0.25,
        0,
        -0.25,
        0,
      ],
      [3, 1, 3, 3],
    ),
  ]);
  const mean = g.average(edges, 8),
    peak = g.maximum(edges, 8);
  const step = g.convolve(edges, [1, 1, 0], [1, 3, 1, 1]);
  const even = g.average(g.add('Relu', [g.affine(step, -200, 1)]), 8);
  const lumaMean = g.average(luma, 8),
    spread = deviation(g, luma, lumaMean);
  const high = g.maximum(luma, 8),
    low = g.add('Neg', [g.maximum(g.add('Neg', [luma]), 8)]),
    range = g.add('Sub', [high, low]);
  const colours = g.average(image, 4),
    small = g.average(colours, 2);

  const sharpness = edgeSharpness(g, peak, high, low);
  const cells = localChannels(g, { small, mean, peak, even, spread, range });
  const wide = g.average(cells, 5, 1, 2),
    wider = g.average(cells, 11, 1, 5);
  const rows = g.constant(
    Array.from({ length: GlobalCells ** 2 }, (_, i) => Math.floor(i / GlobalCells) / (GlobalCells - 1)),
    [1, 1, GlobalCells, GlobalCells],
  );
  const local = g.add('Concat', [cells, wide, wider, rows], { axis: 1 });
  const bands = g.add('AveragePool', [cells], { kernel_shape: [GlobalCells / 3, GlobalCells], strides: [GlobalCells / 3, GlobalCells] });
  const everywhere = g.add('ReduceMean', [cells], { axes: [2, 3], keepdims: 0 });
  const shared = g.add('Concat', [everywhere, flat(g, bands, LocalChannels * 3)], { axis: 1 });
  const whole = g.add('Concat', [shared, ...wholePicture(g, { colours, luma, cells, everywhere, range, even, spread }), sharpness], {
    axis: 1,
  });
  const grid = flat(g, g.average(small, 12), 48);
  return { colours, luma: lumaMean, range, edges: mean, local, shared, whole, grid };
}

export const flat = (g, x, size) => g.add('Reshape', [x, g.whole([1, size])]);
const average = (g, x) => g.add('ReduceMean', [x], { axes: [2, 3], keepdims: 0 });

function deviation(g, x, mean) {
  const square = g.average(g.add('Mul', [x, x]), 8),
    variance = g.add('Sub', [square, g.add('Mul', [mean, mean])]);
  return g.add('Sqrt', [g.affine(g.add('Relu', [variance]), 1, 0.00001)]);
}

/**
 * How steep the edges are for their height: 1 for a step within one pixel, about 0.4/sigma for a blurred one. The share of
 * contrasty cells whose edges are steeper than each of SharpnessSteps, then the share of contrasty cells itself.
 */
function edgeSharpness(g, peak, high, low) {
  const around = x => g.maximum(x, 3, 1, 1);
  const height = g.add('Add', [around(high), around(g.add('Neg', [low]))]);
  const slope = around(
    g.add('Max', [g.add('Gather', [peak, g.whole([0])], { axis: 1 }), g.add('Gather', [peak, g.whole([1])], { axis: 1 })]),
  );
  const steepness = g.add('Div', [slope, g.affine(height, 1, 0.02)]);
  const weight = g.add('Relu', [g.affine(height, 1, -0.12)]);
  const total = average(g, weight);
  const over = SharpnessSteps.map(limit => g.add('Mul', [unit(g, g.affine(steepness, 25, 0.5 - 25 * limit)), weight]));
  const shares = g.add('Div', [average(g, g.add('Concat', over, { axis: 1 })), g.affine(total, 1, 0.002)]);
  return g.add('Concat', [shares, g.affine(total, 4, 0)], { axis: 1 });
}

/** Clips to 0..1. */
const unit = (g, x) => g.add('Min', [g.add('Relu', [x]), g.scalar(1)]);

/** Colour and texture of each 16×16 px cell; roots spread out the small differences that tell textures apart. */
function localChannels(g, { small, mean, peak, even, spread, range }) {
  const root = x => g.add('Sqrt', [g.affine(x, 1, 0.0001)]);
  const most = g.add('ReduceMax', [small], { axes: [1], keepdims: 1 }),
    least = g.add('ReduceMin', [small], { axes: [1], keepdims: 1 });
  const chroma = g.add('Sub', [most, least]),
    saturation = g.add('Div', [chroma, g.affine(most, 1, 0.05)]);
  const opponents = g.convolve(small, [1, -1, 0, -0.5, -0.5, 1, -0.5, 1, -0.5], [3, 3, 1, 1]);
  const relative = g.add('Div', [opponents, g.affine(most, 1, 0.08)]);
  const contrast = g.add('Div', [spread, g.affine(range, 1, 0.03)]);
  const across = g.add('Gather', [mean, g.whole([0])], { axis: 1 }),
    down = g.add('Gather', [mean, g.whole([1])], { axis: 1 });
  const grain = g.add('Div', [g.add('Sub', [down, across]), g.affine(g.add('Add', [down, across]), 1, 0.004)]);
  const fine = g.add('Div', [g.add('Gather', [mean, g.whole([2])], { axis: 1 }), g.affine(g.add('Add', [down, across]), 1, 0.004)]);
  const all = g.add('Concat', [small, chroma, saturation, opponents, relative, root(mean), range, contrast, even, grain, fine], {
    axis: 1,
  });
  return g.average(all, 2);
}

/** Histograms and counts over the whole picture. */
function wholePicture(g, { colours, luma, cells, everywhere, range, even, spread }) {
  const light = g.average(luma, 4);
  const below = unit(
    g,
    g.add('Add', [
      g.add('Mul', [light, g.scalar(25)]),
      g.constant(
        Steps.map(s => 0.5 - 25 * s),
        [1, Steps.length, 1, 1],
      ),
    ]),
  );
  const bins = 24,
    points = g.add('MaxPool', [luma], { kernel_shape: [1, 1], strides: [4, 4], pads: [0, 0, 0, 0] });
  const hats = g.add('Relu', [
    g.affine(
      g.add('Abs', [
        g.add('Sub', [
          points,
          g.constant(
            Array.from({ length: bins }, (_, i) => i / (bins - 1)),
            [1, bins, 1, 1],
          ),
        ]),
      ]),
      1 - bins,
      1,
    ),
  ]);
  const histogram = average(g, hats),
    peakedness = g.add('ReduceMean', [g.add('Mul', [histogram, histogram])], { axes: [1], keepdims: 1 });
  const fullest = g.add('ReduceMax', [histogram], { axes: [1], keepdims: 1 });
  const used = g.add('ReduceMean', [unit(g, g.affine(histogram, 60, -0.1))], { axes: [1], keepdims: 1 });
  const deviations = g.add('Sub', [cells, g.add('Reshape', [everywhere, g.whole([1, LocalChannels, 1, 1])])]);
  const variance = average(g, g.add('Mul', [deviations, deviations]));
  const inks = average(
    g,
    g.add(
      'Concat',
      [
        unit(g, g.affine(range, 10, -1)),
        unit(g, g.affine(range, 10, -4)),
        unit(g, g.affine(even, 10, -8.5)),
        unit(g, g.affine(even, 10, -3)),
        g.add('Mul', [unit(g, g.affine(range, 10, -3)), unit(g, g.affine(even, 5, -1))]),
        g.add('Mul', [unit(g, g.affine(range, 10, -3)), unit(g, g.affine(even, -8, 1))]),
      ],
      { axis: 1 },
    ),
  );
  return [average(g, below), g.affine(peakedness, 10, 0), fullest, used, g.add('Sqrt', [variance]), inks];
}
