// Small fully connected networks, trained with Adam (Kingma and Ba 2014) in double precision from a fixed seed.
import { randomOf } from './random.mjs';

const Rate = 0.004,
  Beta1 = 0.9,
  Beta2 = 0.999,
  Epsilon = 1e-8,
  Batch = 64;

/**
 * @param {{inputs: Float32Array, width: number, targets: Float32Array, outputs: number, hidden: number[], loss: 'softmax'|'sigmoid',
 *   epochs: number, decay?: number, seed: number}} task targets are shares per output; with 'sigmoid', NaN means "not known"
 * @returns {{weights: Float64Array, bias: Float64Array, from: number, to: number}[]} layers with ReLU between them, weights [from][to]
 */
export function fit({ inputs, width, targets, outputs, hidden, loss, epochs, decay = 1e-4, seed }) {
  const random = randomOf(seed),
    count = inputs.length / width,
    { mean, scale } = standard(inputs, width);
  const sizes = [width, ...hidden, outputs],
    layers = sizes.slice(1).map((to, i) => layer(random, sizes[i], to));
  const order = Uint32Array.from({ length: count }, (_, i) => i),
    values = sizes.map(size => new Float64Array(size)),
    errors = sizes.map(size => new Float64Array(size));
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    const rate = Rate * 0.5 * (1 + Math.cos((Math.PI * epoch) / epochs));
    for (let at = 0; at < count; at += Batch) {
      const end = Math.min(count, at + Batch);
      for (let k = at; k < end; k++) {
        const row = order[k] * width;
        for (let i = 0; i < width; i++) values[0][i] = Math.max(-4, Math.min(4, (inputs[row + i] - mean[i]) * scale[i]));
        forward(layers, values);
        outputError(values[layers.length], targets, order[k] * outputs, errors[layers.length], loss);
        backward(layers, values, errors);
      }
      update(layers, ++step, rate, end - at, decay);
    }
  }
  return foldStandard(layers, mean, scale);
}

/** Runs trained layers on one row; returns the last layer's sums (logits). */
export function run(layers, input) {
  return layers.reduce((x, { weights, bias, from, to }, n) => {
    const out = Float64Array.from(bias);
    for (let i = 0; i < from; i++) for (let o = 0; o < to; o++) out[o] += x[i] * weights[i * to + o];
    return n < layers.length - 1 ? out.map(v => (v > 0 ? v : 0)) : out;
  }, input);
}

export function standard(inputs, width) {
  const count = inputs.length / width,
    mean = new Float64Array(width),
    scale = new Float64Array(width);
  for (let i = 0; i < inputs.length; i++) mean[i % width] += inputs[i] / count;
  for (let i = 0; i < inputs.length; i++) scale[i % width] += (inputs[i] - mean[i % width]) ** 2 / count;
  return { mean, scale: scale.map(variance => 1 / Math.sqrt(variance + 1e-5)) };
}

function layer(random, from, to) {
  const size = from * to,
    spread = Math.sqrt(2 / from);
  return {
    from,
    to,
    weights: Float64Array.from({ length: size }, () => random.normal() * spread),
    bias: new Float64Array(to),
    slope: new Float64Array(size),
    slopeBias: new Float64Array(to),
    m: new Float64Array(size + to),
    v: new Float64Array(size + to),
  };
}

function shuffle(order, random) {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1)),
      swap = order[i];
    order[i] = order[j];
    order[j] = swap;
  }
}

function forward(layers, values) {
  layers.forEach(({ weights, bias, from, to }, n) => {
    const x = values[n],
      out = values[n + 1];
    out.set(bias);
    for (let i = 0; i < from; i++) {
      const value = x[i];
      if (value !== 0) for (let o = 0, at = i * to; o < to; o++, at++) out[o] += value * weights[at];
    }
    if (n < layers.length - 1) for (let o = 0; o < to; o++) if (out[o] < 0) out[o] = 0;
  });
}

function outputError(logits, targets, row, error, loss) {
  if (loss === 'softmax') {
    const top = Math.max(...logits);
    let sum = 0;
    for (let o = 0; o < logits.length; o++) sum += error[o] = Math.exp(logits[o] - top);
    for (let o = 0; o < logits.length; o++) error[o] = error[o] / sum - targets[row + o];
  } else
    for (let o = 0; o < logits.length; o++) {
      const target = targets[row + o];
      error[o] = Number.isNaN(target) ? 0 : 1 / (1 + Math.exp(-logits[o])) - target;
    }
}

function backward(layers, values, errors) {
  for (let n = layers.length - 1; n >= 0; n--) {
    const { weights, slope, slopeBias, from, to } = layers[n],
      x = values[n],
      error = errors[n + 1],
      below = errors[n];
    for (let o = 0; o < to; o++) slopeBias[o] += error[o];
    for (let i = 0; i < from; i++) {
      const value = x[i];
      let sum = 0;
      for (let o = 0, at = i * to; o < to; o++, at++) {
        slope[at] += value * error[o];
        sum += weights[at] * error[o];
      }
      below[i] = n === 0 || value > 0 ? sum : 0;
    }
  }
}

function update(layers, step, rate, count, decay) {
  const fix1 = 1 - Beta1 ** step,
    fix2 = 1 - Beta2 ** step;
  for (const { weights, bias, slope, slopeBias, m, v } of layers) {
    const move = (numbers, slopes, offset, keep) => {
      for (let i = 0; i < numbers.length; i++) {
        const g = slopes[i] / count,
          j = offset + i;
        m[j] = Beta1 * m[j] + (1 - Beta1) * g;
        v[j] = Beta2 * v[j] + (1 - Beta2) * g * g;
        numbers[i] = numbers[i] * (1 - rate * keep) - (rate * (m[j] / fix1)) / (Math.sqrt(v[j] / fix2) + Epsilon);
        slopes[i] = 0;
      }
    };
    move(weights, slope, 0, decay * 100);
    move(bias, slopeBias, weights.length, 0);
  }
}

/** Moves the inputs' mean and scale into the first layer, so that the graph needs no step of its own for them. */
function foldStandard(layers, mean, scale) {
  const first = layers[0];
  for (let i = 0; i < first.from; i++)
    for (let o = 0; o < first.to; o++) {
      first.weights[i * first.to + o] *= scale[i];
      first.bias[o] -= mean[i] * first.weights[i * first.to + o];
    }
  return layers.map(({ weights, bias, from, to }) => ({ weights, bias, from, to }));
}
