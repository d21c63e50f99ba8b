// A square RGB picture with a class per pixel, and the few ways of painting on it that the scenes share.
import { clamp, mix } from '../random.mjs';

export const Size = 384;

/** What a pixel shows; `Unsure` pixels are neither trained on nor counted. */
export const Region = { Other: 0, Sky: 1, Vegetation: 2, Water: 3, Sunset: 4, Unsure: 255 };

export class Canvas {
  constructor(size = Size) {
    this.size = size;
    this.rgb = new Float32Array(size * size * 3);
    this.region = new Uint8Array(size * size);
  }

  set(x, y, colour, region, shade = 1) {
    if (x < 0 || y < 0 || x >= this.size || y >= this.size) return;
    const i = y * this.size + x;
    this.rgb[i * 3] = colour[0] * shade;
    this.rgb[i * 3 + 1] = colour[1] * shade;
    this.rgb[i * 3 + 2] = colour[2] * shade;
    if (region !== undefined) this.region[i] = region;
  }

  /** Calls `paint(x, y, i)` for every pixel of the rows; it returns a colour, or nothing to leave the pixel. */
  fill(paint, region, from = 0, to = this.size) {
    for (let y = Math.max(0, Math.floor(from)); y < Math.min(this.size, to); y++)
      for (let x = 0; x < this.size; x++) {
        const colour = paint(x, y, y * this.size + x);
        if (colour) this.set(x, y, colour, region);
      }
  }

  /** A filled ellipse, turned by `angle`; `shade(u, v)` gets coordinates of -1..1 and returns a brightness factor. */
  ellipse(cx, cy, rx, ry, angle, colour, region, shade) {
    const reach = Math.max(rx, ry),
      cos = Math.cos(angle),
      sin = Math.sin(angle);
    for (let y = Math.floor(cy - reach); y <= cy + reach; y++)
      for (let x = Math.floor(cx - reach); x <= cx + reach; x++) {
        const dx = x - cx,
          dy = y - cy,
          u = (dx * cos + dy * sin) / rx,
          v = (dy * cos - dx * sin) / ry;
        if (u * u + v * v <= 1) this.set(x, y, colour, region, shade ? shade(u, v) : 1);
      }
  }

  /** A line of the given width from one point to another. */
  stroke(x0, y0, x1, y1, width, colour, region) {
    const steps = Math.max(1, Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0)))),
      half = (width - 1) / 2;
    for (let s = 0; s <= steps; s++) {
      const x = mix(x0, x1, s / steps),
        y = mix(y0, y1, s / steps);
      for (let oy = -Math.floor(half); oy <= Math.ceil(half); oy++)
        for (let ox = -Math.floor(half); ox <= Math.ceil(half); ox++) {
          this.set(Math.round(x + ox), Math.round(y + oy), colour, region);
        }
    }
  }

  /** A filled polygon of [x, y] corners (even-odd). */
  polygon(corners, colour, region, texture) {
    const top = Math.max(0, Math.floor(Math.min(...corners.map(c => c[1])))),
      bottom = Math.min(this.size - 1, Math.ceil(Math.max(...corners.map(c => c[1]))));
    for (let y = top; y <= bottom; y++) {
      const cuts = [];
      corners.forEach(([x0, y0], i) => {
        const [x1, y1] = corners[(i + 1) % corners.length];
        if (y0 <= y !== y1 <= y) cuts.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
      });
      cuts.sort((a, b) => a - b);
      for (let k = 0; k + 1 < cuts.length; k += 2)
        for (let x = Math.ceil(cuts[k]); x <= cuts[k + 1]; x++) {
          this.set(x, y, colour, region, texture ? texture(x, y) : 1);
        }
    }
  }

  /** Box blur, repeated thrice, near enough to a Gaussian of the given sigma in pixels. */
  blur(sigma) {
    if (sigma < 0.3) return;
    for (let pass = 0; pass < 3; pass++) for (const vertical of [false, true]) boxBlur(this.rgb, this.size, sigma, vertical);
  }

  /** 8-bit RGB. */
  toBytes() {
    const out = Buffer.alloc(this.rgb.length);
    for (let i = 0; i < out.length; i++) out[i] = Math.round(clamp(this.rgb[i]) * 255);
    return out;
  }
}

/** One pass of a box whose width need not be whole: the outermost pixels count in part. */
function boxBlur(rgb, size, sigma, vertical) {
  const reach = Math.sqrt(sigma * sigma + 0.25) - 0.5,
    whole = Math.floor(reach),
    part = reach - whole,
    weight = 1 / (2 * reach + 1);
  const step = vertical ? size * 3 : 3,
    line = vertical ? 3 : size * 3,
    row = new Float32Array(size),
    last = size - 1;
  for (let l = 0; l < size; l++)
    for (let c = 0; c < 3; c++) {
      const base = l * line + c;
      for (let i = 0; i < size; i++) row[i] = rgb[base + i * step];
      const at = i => row[i < 0 ? 0 : i > last ? last : i];
      let sum = 0;
      for (let i = -whole; i <= whole; i++) sum += at(i);
      for (let i = 0; i < size; i++) {
        rgb[base + i * step] = (sum + part * (at(i - whole - 1) + at(i + whole + 1))) * weight;
        sum += at(i + whole + 1) - at(i - whole);
      }
    }
}

/** Hue in degrees, saturation and value 0..1, as RGB 0..1. */
export function hsv(hue, saturation, value) {
  const f = n => {
    const k = (n + hue / 60) % 6;
    return value - value * saturation * Math.max(0, Math.min(k, 4 - k, 1));
  };
  return [f(5), f(3), f(1)];
}

export const blend = (a, b, t) => [mix(a[0], b[0], t), mix(a[1], b[1], t), mix(a[2], b[2], t)];
