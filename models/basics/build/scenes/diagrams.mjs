// Diagrams: bar, line and pie charts, flow charts, graphs, timelines, plans.
import { noiseLine } from '../random.mjs';
import { Canvas, hsv } from './canvas.mjs';
import { line, word } from './letters.mjs';
import { draw, grey, rect, rgb, segment, svgOf } from './vector.mjs';

/** @returns {Promise<Canvas>} */
export async function diagram(random) {
  const w = random.between(350, 1100),
    h = w * random.between(0.35, 1.2),
    dark = random.chance(0.12),
    size = w * random.between(0.009, 0.026) * (random.chance(0.35) ? 1.9 : 1);
  const hue = random() * 360,
    few = random.chance(0.5),
    plain = random.chance(0.4),
    pen = {
      random,
      w,
      h,
      size,
      back: dark ? '#1b1d23' : random.chance(0.8) ? '#ffffff' : rgb(hsv(hue, 0.05, 0.97)),
      ink: dark ? grey(0.85) : grey(random.between(0, 0.4)),
      faint: dark ? grey(0.3) : grey(0.85),
      colour: () =>
        plain
          ? random.chance(0.75)
            ? pen.back
            : pen.faint
          : random.chance(0.15)
            ? pen.faint
            : rgb(hsv(few ? (hue + random.between(0, 60)) % 360 : random() * 360, random.between(0.2, 0.85), random.between(0.55, 0.95))),
    };
  const body =
    rect(0, 0, w, h, pen.back) +
    random.pick([bars, bars, lines, lines, pie, flow, flow, flow, scatter, memory, memory, memory, nested, network, timeline])(pen);
  const canvas = new Canvas(),
    bytes = await draw(svgOf(w, h, body));
  for (let i = 0; i < bytes.length; i++) canvas.rgb[i] = bytes[i] / 255;
  return canvas;
}

const text = (pen, x, y, scale = 1, what = word(pen.random)) => line(what, x, y, pen.size * scale, pen.ink, 0.14).svg;

function axes(pen) {
  const { random, w, h, size } = pen,
    left = w * random.between(0.06, 0.14),
    base = h * random.between(0.82, 0.93),
    top = h * random.between(0.05, 0.18),
    grid = random.chance(0.7);
  let svg = random.chance(0.6) ? text(pen, w * random.between(0.1, 0.4), h * 0.05 + size, 1.5) : '';
  for (let k = 0; k <= 5; k++) {
    const y = base - ((base - top) * k) / 5;
    svg +=
      (grid ? segment(left, y, w * 0.96, y, pen.faint, 1) : '') +
      text(pen, left - size * 5, y + size / 2, 0.9, String(k * random.whole(1, 9)));
  }
  for (let k = 0; k < 7; k++) svg += text(pen, left + ((w * 0.9 - left) * k) / 7, base + size * 2, 0.9, word(random).slice(0, 4));
  return { svg: svg + segment(left, top, left, base, pen.ink, 1.5) + segment(left, base, w * 0.96, base, pen.ink, 1.5), left, base, top };
}

function bars(pen) {
  const { random, w } = pen,
    { svg, left, base, top } = axes(pen),
    count = random.whole(3, 18),
    step = (w * 0.95 - left) / count,
    one = pen.colour(),
    mixed = random.chance(0.5);
  let out = svg;
  for (let k = 0; k < count; k++) {
    const tall = (base - top) * random.between(0.05, 1);
    out += rect(left + step * (k + 0.15), base - tall, step * 0.7, tall, mixed ? pen.colour() : one);
  }
  return out;
}

function lines(pen) {
  const { random, w } = pen,
    { svg, left, base, top } = axes(pen),
    steps = random.chance(0.3);
  let out = svg;
  for (let n = random.whole(1, 5); n > 0; n--) {
    const values = [...noiseLine(random, random.whole(8, 80), random.between(2, 8))],
      x = i => left + ((w * 0.95 - left) * i) / (values.length - 1),
      y = v => base - (base - top) * v,
      colour = pen.colour();
    const path = values
      .map((v, i) => `${i ? (steps ? `H${x(i).toFixed(1)}V` : `L${x(i).toFixed(1)} `) : `M${x(i).toFixed(1)} `}${y(v).toFixed(1)}`)
      .join('');
    out += random.chance(0.2)
      ? `<path d="${path}V${base}H${left}Z" fill="${colour}" fill-opacity="0.6"/>`
      : `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${random.between(1, 4).toFixed(1)}"/>`;
  }
  return out;
}

function pie(pen) {
  const { random, w, h, size } = pen,
    cx = w * random.between(0.3, 0.6),
    cy = h * 0.52,
    r = Math.min(w, h) * random.between(0.25, 0.42),
    shares = Array.from({ length: random.whole(2, 8) }, () => random.between(0.2, 1)),
    total = shares.reduce((a, b) => a + b);
  let svg = text(pen, w * 0.1, h * 0.06 + size, 1.6),
    at = random() * 6;
  shares.forEach((share, i) => {
    const to = at + (share / total) * 6.283,
      colour = pen.colour(),
      point = a => `${(cx + r * Math.cos(a)).toFixed(1)} ${(cy + r * Math.sin(a)).toFixed(1)}`;
    svg +=
      `<path d="M${cx} ${cy}L${point(at)}A${r} ${r} 0 ${to - at > 3.1416 ? 1 : 0} 1 ${point(to)}Z" fill="${colour}" stroke="${pen.back}" stroke-width="2"/>` +
      rect(w * 0.8, h * (0.2 + i * 0.08), size * 1.4, size * 1.4, colour) +
      text(pen, w * 0.8 + size * 2.4, h * (0.2 + i * 0.08) + size * 1.3);
    at = to;
  });
  return random.chance(0.4) ? svg + `<circle cx="${cx}" cy="${cy}" r="${r * 0.5}" fill="${pen.back}"/>` : svg;
}

function box(pen, x, y, width, height, round = pen.random.between(0, 0.5)) {
  const full = pen.random.chance(0.6),
    look = `rx="${(height * round).toFixed(1)}" stroke="${pen.ink}" stroke-width="${pen.random.between(0.8, 2.5).toFixed(1)}"`;
  return (
    rect(x, y, width, height, full ? pen.colour() : pen.back, look) +
    text(pen, x + pen.size, y + height / 2 + pen.size / 2, 1, word(pen.random).slice(0, Math.max(2, Math.floor(width / pen.size) - 2)))
  );
}

const arrow = (pen, x0, y0, x1, y1) => {
  const a = Math.atan2(y1 - y0, x1 - x0),
    p = (turn, d) => `${(x1 - d * Math.cos(a + turn)).toFixed(1)} ${(y1 - d * Math.sin(a + turn)).toFixed(1)}`,
    head = pen.size * 1.1;
  return segment(x0, y0, x1, y1, pen.ink, 1.6) + `<path d="M${x1} ${y1}L${p(0.4, head)}L${p(-0.4, head)}Z" fill="${pen.ink}"/>`;
};

function flow(pen) {
  const { random, w, h } = pen,
    cols = random.whole(1, 5),
    rows = random.whole(cols === 1 ? 2 : 1, 5),
    cw = w / cols,
    ch = h / rows,
    bw = cw * random.between(0.45, 0.75),
    bh = ch * random.between(0.3, 0.6),
    round = random.between(0, 0.5);
  let svg = '';
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < cols; c++) {
      if (cols * rows > 3 && random.chance(0.2)) continue;
      const x = c * cw + (cw - bw) / 2,
        y = r * ch + (ch - bh) / 2;
      svg += box(pen, x, y, bw, bh, round);
      if (c + 1 < cols && random.chance(0.7)) svg += arrow(pen, x + bw, y + bh / 2, x + cw, y + bh / 2);
      if (r + 1 < rows && random.chance(0.7)) svg += arrow(pen, x + bw / 2, y + bh, x + bw / 2, y + ch);
    }
  return svg;
}

function scatter(pen) {
  const { random, w } = pen,
    { svg, left, base, top } = axes(pen);
  let out = svg;
  for (let g = random.whole(1, 4); g > 0; g--) {
    const colour = pen.colour(),
      cx = random(),
      cy = random();
    for (let n = random.whole(10, 80); n > 0; n--)
      out += `<circle cx="${(left + (w * 0.95 - left) * Math.min(1, Math.max(0, cx + random.normal() * 0.12))).toFixed(1)}" cy="${(base - (base - top) * Math.min(1, Math.max(0, cy + random.normal() * 0.12))).toFixed(1)}" r="${(w * 0.006).toFixed(1)}" fill="${colour}"/>`;
  }
  return out;
}

/** Tables of cells joined by arrows, as in books on programming. */
function memory(pen) {
  const { random, w, h, size } = pen,
    tables = random.whole(1, 4),
    ch = size * 3,
    ends = [];
  let svg = '';
  for (let t = 0; t < tables; t++) {
    const x = w * (0.04 + t / tables),
      y = h * random.between(0.06, 0.6),
      cw = (w / tables) * random.between(0.3, 0.75),
      rows = random.whole(1, 6),
      two = random.chance(0.6);
    svg += text(pen, x + cw * 0.3, y - size * 0.8);
    for (let r = 0; r < rows; r++)
      svg +=
        rect(x, y + r * ch, cw, ch, random.chance(0.2) ? pen.faint : 'none', `stroke="${pen.ink}"`) +
        text(pen, x + size, y + r * ch + ch * 0.65) +
        (two
          ? segment(x + cw / 2, y + r * ch, x + cw / 2, y + (r + 1) * ch, pen.ink, 1) +
            text(pen, x + cw / 2 + size, y + r * ch + ch * 0.65, 1, String(random.whole(0, 99)))
          : '');
    ends.forEach(([ex, ey]) => {
      if (random.chance(0.7)) svg += arrow(pen, ex, ey, x, y + ch / 2);
    });
    ends.push([x + cw, y + ch * (rows - 0.5)]);
  }
  return svg;
}

/** Boxes in boxes, each with a name. */
function nested(pen) {
  const { random, size } = pen;
  let svg = '',
    x = pen.w * 0.05,
    y = pen.h * 0.05,
    w = pen.w * 0.9,
    h = pen.h * 0.9;
  for (let depth = random.whole(2, 6); depth > 0 && h > size * 3; depth--) {
    svg +=
      rect(x, y, w, h, pen.colour(), `stroke="${pen.ink}" stroke-width="${random.between(1, 3).toFixed(1)}"`) +
      text(pen, x + w * random.between(0.1, 0.6), y + size * 1.8, 1.1);
    const left = w * random.between(0.05, 0.3),
      down = Math.max(size * 2.6, h * 0.15);
    x += left;
    y += down;
    w -= left * random.between(1.1, 1.6);
    h -= down * 1.3;
  }
  return svg;
}

function network(pen) {
  const { random, w, h, size } = pen,
    nodes = Array.from({ length: random.whole(4, 16) }, () => [w * random.between(0.08, 0.92), h * random.between(0.08, 0.92)]);
  let svg = '';
  nodes.forEach(([x, y], i) => {
    for (let k = random.whole(1, 2); k > 0 && i; k--) {
      const [px, py] = nodes[random.whole(0, i - 1)];
      svg += segment(x, y, px, py, pen.ink, random.between(0.8, 2.5));
    }
  });
  nodes.forEach(([x, y]) => {
    const r = size * random.between(1.4, 4);
    svg +=
      `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r.toFixed(1)}" fill="${pen.colour()}" stroke="${pen.ink}"/>` +
      text(pen, x - size, y + size / 2, 0.9, word(random).slice(0, 3));
  });
  return svg;
}

function timeline(pen) {
  const { random, w, h, size } = pen,
    rows = random.whole(3, 14),
    ch = (h * 0.85) / rows;
  let svg = '';
  for (let k = 0; k <= 8; k++)
    svg +=
      segment(w * (0.15 + 0.1 * k), h * 0.05, w * (0.15 + 0.1 * k), h * 0.92, pen.faint, 1) +
      text(pen, w * (0.15 + 0.1 * k), h * 0.97, 0.9, String(k));
  for (let r = 0; r < rows; r++) {
    const from = random.between(0.15, 0.7);
    svg +=
      text(pen, w * 0.02, h * 0.06 + ch * (r + 0.6)) +
      rect(w * from, h * 0.06 + ch * r + ch * 0.15, w * random.between(0.05, 0.25), ch * 0.7, pen.colour()) +
      (random.chance(0.3) ? text(pen, w * from + size, h * 0.06 + ch * (r + 0.6)) : '');
  }
  return svg;
}
