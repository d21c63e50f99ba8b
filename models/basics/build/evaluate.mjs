// Runs a graph in plain JavaScript. Training reads its features from here rather than from ONNX Runtime, whose kernels round
// differently from one processor to the next; --check holds both against each other.
import { convolve, pool } from './evaluate-windows.mjs';

const product = list => list.reduce((n, size) => n * size, 1);

/** @returns {Map<string, {shape: number[], data: Float32Array}>} every tensor of the graph, by name */
export function evaluate(graph, image) {
  const tensors = new Map(graph.constants);
  tensors.set(graph.input.name, { shape: graph.input.shape, data: image });
  for (const { op, inputs, output, attributes } of graph.nodes) {
    const run = Operators[op];
    if (!run) throw new Error(`evaluate.mjs does not know the operator ${op}`);
    tensors.set(
      output,
      run(
        inputs.map(name => tensors.get(name)),
        attributes,
      ),
    );
  }
  return tensors;
}

// One loop is compiled for each operator: a loop that calls a function for every number is ten times slower.
const loop = (...code) => new Function(...code);

const unary = expression => {
  const run = loop('x', 'out', `for (let i = 0; i < out.length; i++) { const a = x[i]; out[i] = ${expression}; }`);
  return ([x]) => {
    const data = new Float32Array(x.data.length);
    run(x.data, data);
    return { shape: x.shape, data };
  };
};

/** Elementwise with ONNX broadcasting: sizes of 1 repeat, missing leading dimensions count as 1. */
const binary = expression => {
  const same = loop('x', 'y', 'out', `for (let i = 0; i < out.length; i++) { const a = x[i], b = y[i]; out[i] = ${expression}; }`);
  const number = loop('x', 'b', 'out', `for (let i = 0; i < out.length; i++) { const a = x[i]; out[i] = ${expression}; }`);
  return ([a, b]) => {
    const rank = Math.max(a.shape.length, b.shape.length),
      pad = shape => [...Array(rank - shape.length).fill(1), ...shape];
    const sa = pad(a.shape),
      sb = pad(b.shape),
      shape = sa.map((size, i) => Math.max(size, sb[i]));
    const data = new Float32Array(product(shape));
    if (b.data.length === 1) number(a.data, b.data[0], data);
    else same(repeated(a, sa, shape, data.length), repeated(b, sb, shape, data.length), data);
    return { shape, data };
  };
};

/** The tensor's numbers, repeated to fill the wanted shape. */
function repeated(tensor, from, shape, length) {
  if (tensor.data.length === length) return tensor.data;
  const strides = from.map((size, i) => (size === 1 ? 0 : product(from.slice(i + 1)))),
    index = new Int32Array(shape.length),
    out = new Float32Array(length);
  for (let i = 0, at = 0; i < length; i++) {
    out[i] = tensor.data[at];
    for (let d = shape.length - 1; d >= 0; d--) {
      at += strides[d];
      if (++index[d] < shape[d]) break;
      at -= strides[d] * shape[d];
      index[d] = 0;
    }
  }
  return out;
}

/** Reduces the axes, which must be neighbours, and keeps them as size 1 unless keepdims is 0. */
const reduce = (start, expression, finish = 'value') => {
  const run = loop(
    'x',
    'out',
    'outer',
    'middle',
    'inner',
    `for (let o = 0; o < outer; o++) for (let i = 0; i < inner; i++) {
    let value = ${start};
    for (let m = 0, at = o * middle * inner + i; m < middle; m++, at += inner) { const a = x[at]; value = ${expression}; }
    out[o * inner + i] = ${finish};
  }`,
  );
  return ([x], { axes, keepdims = 1 }) => {
    const first = axes[0],
      last = axes[axes.length - 1],
      outer = product(x.shape.slice(0, first)),
      inner = product(x.shape.slice(last + 1));
    const data = new Float32Array(outer * inner);
    run(x.data, data, outer, product(x.shape.slice(first, last + 1)), inner);
    return {
      shape: keepdims ? x.shape.map((size, d) => (axes.includes(d) ? 1 : size)) : x.shape.filter((_, d) => !axes.includes(d)),
      data,
    };
  };
};

/** Joins along axis 1 of tensors that have a batch of 1. */
function concat(inputs) {
  const data = new Float32Array(inputs.reduce((n, x) => n + x.data.length, 0));
  let at = 0;
  for (const x of inputs) {
    data.set(x.data, at);
    at += x.data.length;
  }
  return { shape: [1, inputs.reduce((n, x) => n + x.shape[1], 0), ...inputs[0].shape.slice(2)], data };
}

function softmax([x]) {
  const [, channels, ...rest] = x.shape,
    inner = rest.reduce((n, size) => n * size, 1),
    data = new Float32Array(x.data.length);
  for (let i = 0; i < inner; i++) {
    let top = -Infinity,
      sum = 0;
    for (let c = 0; c < channels; c++) top = Math.max(top, x.data[c * inner + i]);
    for (let c = 0; c < channels; c++) sum += data[c * inner + i] = Math.exp(x.data[c * inner + i] - top);
    for (let c = 0; c < channels; c++) data[c * inner + i] /= sum;
  }
  return { shape: x.shape, data };
}

function gemm([a, b, bias]) {
  const [, n] = a.shape,
    [, m] = b.shape,
    data = new Float32Array(m);
  for (let j = 0; j < m; j++) {
    let sum = bias ? bias.data[j] : 0;
    for (let i = 0; i < n; i++) sum += a.data[i] * b.data[i * m + j];
    data[j] = sum;
  }
  return { shape: [1, m], data };
}

/** Repeats the border once around the last two dimensions. */
function padEdge([x]) {
  const [batch, channels, height, width] = x.shape,
    data = new Float32Array(batch * channels * (height + 2) * (width + 2));
  let at = 0;
  for (let c = 0; c < channels; c++)
    for (let y = -1; y <= height; y++) {
      const row = (c * height + Math.min(height - 1, Math.max(0, y))) * width;
      for (let x2 = -1; x2 <= width; x2++) data[at++] = x.data[row + Math.min(width - 1, Math.max(0, x2))];
    }
  return { shape: [batch, channels, height + 2, width + 2], data };
}

function gather([x, index]) {
  const inner = x.shape.slice(2).reduce((n, size) => n * size, 1),
    data = new Float32Array(index.data.length * inner);
  index.data.forEach((from, to) => data.set(x.data.subarray(from * inner, (from + 1) * inner), to * inner));
  return { shape: [1, index.data.length, ...x.shape.slice(2)], data };
}

const Operators = {
  Conv: convolve,
  AveragePool: (x, a) => pool(x, a, false),
  MaxPool: (x, a) => pool(x, a, true),
  Add: binary('a + b'),
  Sub: binary('a - b'),
  Mul: binary('a * b'),
  Div: binary('a / b'),
  Max: binary('a > b ? a : b'),
  Min: binary('a < b ? a : b'),
  Abs: unary('a < 0 ? -a : a'),
  Neg: unary('-a'),
  Relu: unary('a > 0 ? a : 0'),
  Sqrt: unary('Math.sqrt(a)'),
  Sigmoid: unary('1 / (1 + Math.exp(-a))'),
  ReduceMean: reduce('0', 'value + a', 'value / middle'),
  ReduceMax: reduce('-Infinity', 'a > value ? a : value'),
  ReduceMin: reduce('Infinity', 'a < value ? a : value'),
  Concat: concat,
  Softmax: softmax,
  Gemm: gemm,
  Pad: padEdge,
  Gather: gather,
  Reshape: ([x, shape]) => ({ shape: [...shape.data], data: x.data }),
};
