// The embedding: measurements and colours, centred and turned onto their main directions (principal components).
import { EmbeddingSize } from './heads.mjs';
import { standard } from './train.mjs';
import { randomOf } from './random.mjs';

const Rounds = 40;

/** @returns {{weights: Float64Array, bias: Float64Array, from: number, to: number}} a layer from the measurements to the embedding */
export function principalLayer(inputs, width, seed) {
  const { mean, scale } = standard(inputs, width),
    count = inputs.length / width,
    covariance = new Float64Array(width * width),
    row = new Float64Array(width);
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < width; i++) row[i] = Math.max(-3, Math.min(3, (inputs[n * width + i] - mean[i]) * scale[i]));
    for (let i = 0; i < width; i++) for (let j = 0; j < width; j++) covariance[i * width + j] += (row[i] * row[j]) / count;
  }
  const axes = mainDirections(covariance, width, EmbeddingSize, seed),
    weights = new Float64Array(width * EmbeddingSize),
    bias = new Float64Array(EmbeddingSize);
  axes.forEach(({ vector, variance }, o) => {
    const even = variance > 1e-9 ? Math.pow(variance, -0.25) : 0; // half way to whitening: no single direction decides alone
    for (let i = 0; i < width; i++) {
      weights[i * EmbeddingSize + o] = vector[i] * scale[i] * even;
      bias[o] -= mean[i] * vector[i] * scale[i] * even;
    }
  });
  return { weights, bias, from: width, to: EmbeddingSize };
}

/** Power iteration with deflation. */
function mainDirections(matrix, width, count, seed) {
  const random = randomOf(seed),
    found = [];
  for (let n = 0; n < count; n++) {
    let vector = Float64Array.from({ length: width }, () => random.normal()),
      variance = 0;
    for (let round = 0; round < Rounds; round++) {
      const next = new Float64Array(width);
      for (let i = 0; i < width; i++) for (let j = 0; j < width; j++) next[i] += matrix[i * width + j] * vector[j];
      variance = Math.hypot(...next);
      vector = next.map(v => v / (variance || 1));
    }
    for (let i = 0; i < width; i++) for (let j = 0; j < width; j++) matrix[i * width + j] -= variance * vector[i] * vector[j];
    found.push({ vector, variance });
  }
  return found;
}
