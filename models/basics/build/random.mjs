// Seeded randomness and fractal noise: the same seed gives the same picture on every machine.

/** xorshift32-like generator (mulberry32, public domain, Tommy Ettinger); returns numbers in 0..1. */
export function randomOf(seed) {
  let state = (seed * 2654435761 + 0x9e3779b9) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const random = next;
  random.between = (low, high) => low + (high - low) * next();
  random.whole = (low, high) => low + Math.floor(next() * (high - low + 1));
  random.chance = share => next() < share;
  random.pick = list => list[Math.floor(next() * list.length)];
  random.normal = () => {
    let sum = 0;
    for (let i = 0; i < 6; i++) sum += next();
    return (sum - 3) * 1.41421356;
  };
  random.seed = () => Math.floor(next() * 4294967296);
  return random;
}

function lattice(seed, x, y) {
  let h = Math.imul(x, 374761393) ^ Math.imul(y, 668265263) ^ seed;
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

/**
 * Fractal value noise, 0..1, `size`×`size`. `fx` and `fy` are lattice cells over the width and the height.
 * @param {{fx: number, fy?: number, octaves?: number, gain?: number, ridged?: boolean}} shape
 */
export function noiseField(random, size, { fx, fy = fx, octaves = 4, gain = 0.5, ridged = false }) {
  const out = new Float32Array(size * size);
  let amplitude = 1,
    total = 0;
  for (let octave = 0; octave < octaves && (octave === 0 || Math.max(fx, fy) < size / 1.5); octave++) {
    addOctave(out, size, random.seed(), fx, fy, random() * 97, random() * 97, amplitude, ridged);
    total += amplitude;
    amplitude *= gain;
    fx *= 2.03;
    fy *= 2.03;
  }
  for (let i = 0; i < out.length; i++) out[i] /= total;
  return out;
}

function addOctave(out, size, seed, fx, fy, ox, oy, amplitude, ridged) {
  const columns = new Int32Array(size),
    parts = new Float32Array(size);
  for (let x = 0; x < size; x++) {
    const u = ox + (x / size) * fx,
      cell = Math.floor(u),
      part = u - cell;
    columns[x] = cell;
    parts[x] = part * part * (3 - 2 * part);
  }
  for (let y = 0; y < size; y++) {
    const v = oy + (y / size) * fy,
      row = Math.floor(v),
      part = v - row,
      ty = part * part * (3 - 2 * part);
    let cell = -1e9,
      left = 0,
      right = 0;
    for (let x = 0; x < size; x++) {
      if (columns[x] !== cell) {
        cell = columns[x];
        left = mix(lattice(seed, cell, row), lattice(seed, cell, row + 1), ty);
        right = mix(lattice(seed, cell + 1, row), lattice(seed, cell + 1, row + 1), ty);
      }
      const value = left + (right - left) * parts[x];
      out[y * size + x] += amplitude * (ridged ? 1 - Math.abs(2 * value - 1) : value);
    }
  }
}

/** Fractal line, 0..1, `size` long, with about `f` bumps. */
export function noiseLine(random, size, f, octaves = 5, gain = 0.5) {
  const out = new Float32Array(size);
  let amplitude = 1,
    total = 0;
  for (let octave = 0; octave < octaves; octave++) {
    const seed = random.seed();
    for (let x = 0; x < size; x++) {
      const u = (x / size) * f,
        cell = Math.floor(u),
        part = u - cell;
      out[x] += amplitude * mix(lattice(seed, cell, 0), lattice(seed, cell + 1, 0), part * part * (3 - 2 * part));
    }
    total += amplitude;
    amplitude *= gain;
    f *= 2.1;
  }
  return out.map(value => value / total);
}

export const mix = (a, b, t) => a + (b - a) * t;
export const clamp = (value, low = 0, high = 1) => (value < low ? low : value > high ? high : value);
export const smooth = (low, high, value) => {
  const t = clamp((value - low) / (high - low));
  return t * t * (3 - 2 * t);
};
