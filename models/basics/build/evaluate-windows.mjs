// Convolution and pooling for evaluate.mjs: batch of 1, NCHW, no dilation, no groups.

export function convolve([x, weights, bias], { strides = [1, 1], pads = [0, 0, 0, 0] }) {
  const [, channels, height, width] = x.shape,
    [filters, , kh, kw] = weights.shape;
  const oh = Math.floor((height + 2 * pads[0] - kh) / strides[0]) + 1,
    ow = Math.floor((width + 2 * pads[1] - kw) / strides[1]) + 1;
  const data = new Float32Array(filters * oh * ow),
    sums = new Float64Array(oh * ow);
  for (let f = 0; f < filters; f++) {
    sums.fill(bias ? bias.data[f] : 0);
    for (let c = 0; c < channels; c++)
      for (let ky = 0; ky < kh; ky++)
        for (let kx = 0; kx < kw; kx++) {
          const weight = weights.data[((f * channels + c) * kh + ky) * kw + kx];
          if (weight === 0) continue;
          for (let y = 0; y < oh; y++) {
            const sy = y * strides[0] + ky - pads[0];
            if (sy < 0 || sy >= height) continue;
            const from = (c * height + sy) * width,
              to = y * ow;
            addRow(sums, to, ow, x.data, from, width, kx - pads[1], strides[1], weight);
          }
        }
    data.set(sums, f * oh * ow);
  }
  return { shape: [1, filters, oh, ow], data };
}

function addRow(sums, to, count, source, from, width, offset, stride, weight) {
  const first = Math.max(0, Math.ceil(-offset / stride)),
    last = Math.min(count - 1, Math.floor((width - 1 - offset) / stride));
  for (let o = first, at = from + offset + first * stride; o <= last; o++, at += stride) sums[to + o] += weight * source[at];
}

/** The average counts only what lies inside the picture (count_include_pad 0). */
export function pool([x], { kernel_shape: [kh, kw], strides = [1, 1], pads = [0, 0, 0, 0] }, takesMaximum) {
  const [, channels, height, width] = x.shape;
  const oh = Math.floor((height + 2 * pads[0] - kh) / strides[0]) + 1,
    ow = Math.floor((width + 2 * pads[1] - kw) / strides[1]) + 1;
  const data = new Float32Array(channels * oh * ow);
  for (let c = 0, at = 0; c < channels; c++)
    for (let y = 0; y < oh; y++)
      for (let o = 0; o < ow; o++, at++) {
        const y0 = Math.max(0, y * strides[0] - pads[0]),
          y1 = Math.min(height, y * strides[0] - pads[0] + kh);
        const x0 = Math.max(0, o * strides[1] - pads[1]),
          x1 = Math.min(width, o * strides[1] - pads[1] + kw);
        data[at] = takesMaximum
          ? most(x.data, c * height, width, y0, y1, x0, x1)
          : sum(x.data, c * height, width, y0, y1, x0, x1) / ((y1 - y0) * (x1 - x0));
      }
  return { shape: [1, channels, oh, ow], data };
}

function most(source, top, width, y0, y1, x0, x1) {
  let value = -Infinity;
  for (let y = y0; y < y1; y++)
    for (let at = (top + y) * width + x0, end = at + x1 - x0; at < end; at++) if (source[at] > value) value = source[at];
  return value;
}

function sum(source, top, width, y0, y1, x0, x1) {
  let value = 0;
  for (let y = y0; y < y1; y++) for (let at = (top + y) * width + x0, end = at + x1 - x0; at < end; at++) value += source[at];
  return value;
}
