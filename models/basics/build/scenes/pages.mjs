// Documents: printed and written pages, forms, tables, receipts, labels; scanned flat or photographed at an angle.
import { Canvas, hsv } from './canvas.mjs';
import { clamp, noiseField } from '../random.mjs';
import { line, word, words } from './letters.mjs';
import { draw, grey, rect, rgb, segment, svgOf } from './vector.mjs';
import { photo } from './photo.mjs';

/** @returns {Promise<Canvas>} */
export async function page(random) {
  const wide = random.chance(0.3),
    w = random.between(500, 1000),
    h = w * (wide ? random.between(0.45, 0.9) : random.between(1, 1.6));
  const paper = random.chance(0.65) ? [1, 1, 1] : hsv(random.between(30, 60), random.between(0, 0.14), random.between(0.8, 1)),
    ink = random.chance(0.85) ? grey(random.between(0, 0.3)) : rgb(hsv(random.between(200, 250), 0.8, 0.5));
  const inserts = [],
    paint = random.pick([prose, prose, prose, prose, prose, columns, columns, table, form, handwriting, receipt, label, label]);
  const body = rect(0, 0, w, h, rgb(paper)) + paint({ random, w, h, ink, inserts });
  const canvas = new Canvas(),
    bytes = await draw(svgOf(w, h, body), inserts);
  for (let i = 0; i < bytes.length; i++) canvas.rgb[i] = bytes[i] / 255;
  if (random.chance(0.5)) takenByCamera(canvas, random);
  return canvas;
}

/** The text's capital height as a share of the page's width decides how much of it fits. */
function style(random, w) {
  const size = w * random.between(0.009, 0.026) * (random.chance(0.25) ? 2 : 1);
  return {
    size,
    step: size * random.between(1.9, 3),
    weight: random.between(0.1, 0.2),
    look: { slant: random.chance(0.15) ? 0.25 : 0, foreign: random.chance(0.12) },
  };
}

function paragraph(random, x, y, right, bottom, { size, step, weight, look }, ink, indent = 0) {
  let svg = '';
  for (let lines = random.whole(2, 14); lines > 0 && y < bottom; lines--, y += step) {
    const end = lines === 1 ? x + (right - x) * random.between(0.2, 0.9) : right;
    let text = word(random),
      done;
    const fits = Math.floor((end - x - indent) / (size * (look.foreign ? 1.05 : 0.9)));
    while (text.length < fits) text += ' ' + word(random);
    done = line(text.slice(0, fits), x + indent, y, size, ink, weight, look);
    svg += done.svg;
    indent = 0;
  }
  return { svg, y };
}

function prose({ random, w, h, ink, inserts }) {
  const margin = w * random.between(0.03, 0.14),
    text = style(random, w);
  let y = margin + text.size * 2,
    svg = '';
  if (random.chance(0.6)) {
    svg += line(words(random, random.whole(1, 4)), margin, y + text.size, text.size * random.between(1.3, 2.4), ink, 0.18).svg;
    y += text.size * 5;
  }
  while (y < h - margin) {
    if (random.chance(0.1) && y < h * 0.6) {
      const tall = h * random.between(0.1, 0.3);
      inserts.push({ canvas: photo(random), left: margin, top: y, width: w - 2 * margin, height: tall });
      y += tall + text.step * 2;
      continue;
    }
    const done = paragraph(random, margin, y, w - margin, h - margin, text, ink, random.chance(0.3) ? text.size * 2 : 0);
    svg += done.svg;
    y = done.y + text.step * random.between(0.4, 1.4);
    if (random.chance(0.15)) {
      svg += line(words(random, 2), margin, y, text.size * 1.3, ink, 0.2).svg;
      y += text.step * 1.4;
    }
    if (random.chance(0.06)) {
      svg += segment(margin, y, w - margin, y, ink, 1.5);
      y += text.step;
    }
  }
  return svg;
}

function columns(page) {
  const { random, w, h, ink } = page,
    count = random.whole(2, 3),
    margin = w * 0.05,
    width = (w - margin * (count + 1)) / count,
    text = style(random, w);
  text.size *= 0.8;
  text.step *= 0.8;
  let svg = line(words(random, 3), margin, margin + text.size * 3, text.size * 3, ink, 0.2).svg;
  for (let c = 0; c < count; c++)
    for (let y = margin + text.size * 7; y < h - margin;) {
      const done = paragraph(random, margin + c * (width + margin), y, margin + c * (width + margin) + width, h - margin, text, ink);
      svg += done.svg;
      y = done.y + text.step * 0.6;
    }
  return svg;
}

function table({ random, w, h, ink }) {
  const margin = w * random.between(0.03, 0.1),
    text = { ...style(random, w), size: w * random.between(0.009, 0.02), step: w * 0.04 },
    rows = Math.floor((h - margin * 3) / (text.step * 1.2)),
    cols = random.whole(3, 8),
    width = (w - 2 * margin) / cols,
    ruled = random.chance(0.7),
    head = random.chance(0.5) ? rgb(hsv(random() * 360, random.between(0, 0.4), 0.85)) : null;
  let svg = line(words(random, 3), margin, margin + text.size, text.size * 1.5, ink, 0.18).svg;
  if (head) svg += rect(margin, margin * 2, w - margin * 2, text.step * 1.2, head);
  for (let r = 0; r <= rows; r++) {
    const y = margin * 2 + r * text.step * 1.2;
    if (ruled) svg += segment(margin, y, w - margin, y, ink, 1);
    if (r < rows)
      for (let c = 0; c < cols; c++)
        svg += line(
          c && random.chance(0.7) ? String(random.whole(1, 99999)) : word(random),
          margin + c * width + text.size * 0.6,
          y + text.step * 0.85,
          text.size,
          ink,
          text.weight,
        ).svg;
  }
  if (ruled)
    for (let c = 0; c <= cols; c++)
      svg += segment(margin + c * width, margin * 2, margin + c * width, margin * 2 + rows * text.step * 1.2, ink, 1);
  return svg;
}

function form({ random, w, h, ink }) {
  const margin = w * 0.07,
    text = style(random, w);
  let svg = line(words(random, 2), margin, margin + text.size * 2, text.size * 2, ink, 0.2).svg;
  for (let y = margin * 2 + text.size * 4; y < h - margin; y += text.step * random.between(1.1, 1.7)) {
    const label = line(word(random) + ':', margin, y, text.size, ink, text.weight);
    svg +=
      label.svg +
      (random.chance(0.6)
        ? segment(label.end + 10, y + 3, w - margin, y + 3, ink, 1)
        : rect(w * 0.4, y - text.size * 1.3, w * 0.6 - margin, text.size * 1.7, 'none', `stroke="${ink}"`));
    if (random.chance(0.6))
      svg += line(words(random, 2), w * 0.42, y, text.size, random.chance(0.5) ? '#223399' : ink, 0.1, {
        wobble: 0.4,
        random,
        slant: 0.2,
      }).svg;
  }
  return svg;
}

function handwriting({ random, w, h, ink }) {
  const size = w * random.between(0.014, 0.04),
    step = size * random.between(2.2, 3.5),
    ruled = random.chance(0.5),
    pen = random.chance(0.5) ? ink : rgb(hsv(random.between(205, 240), 0.8, 0.55));
  let svg = '';
  for (let y = h * random.between(0.05, 0.4); y < h * random.between(0.6, 1); y += step) {
    if (ruled) svg += segment(0, y + 3, w, y + 3, '#9fb4d8', 1);
    svg += line(
      words(random, random.whole(2, 9)),
      w * random.between(0.05, 0.15),
      y,
      size * random.between(0.9, 1.1),
      pen,
      random.between(0.07, 0.15),
      { wobble: random.between(0.3, 0.7), random, slant: random.between(0, 0.4) },
    ).svg;
  }
  return svg;
}

function receipt({ random, w, h, ink }) {
  const size = w * random.between(0.025, 0.04),
    step = size * 2;
  let svg = line(words(random, 2), w * 0.25, size * 3, size * 1.4, ink, 0.2).svg;
  for (let y = size * 7; y < h - size; y += step)
    svg += random.chance(0.1)
      ? segment(w * 0.05, y, w * 0.95, y, ink, 1, 'stroke-dasharray="6 4"')
      : line(words(random, random.whole(1, 2)).slice(0, 18), w * 0.06, y, size, ink).svg +
        line((random() * 90).toFixed(2), w * 0.78, y, size, ink).svg;
  return svg;
}

/** Large print between rules, as on packaging and notices. */
function label({ random, w, h, ink }) {
  let svg = '',
    y = h * 0.04;
  while (y < h * 0.95) {
    const size = h * random.between(0.02, 0.09);
    y += size * 1.5;
    svg += line(words(random, random.whole(1, 4)), w * 0.05, y, size, ink, random.between(0.1, 0.3)).svg;
    y += size * 0.5;
    if (random.chance(0.3)) {
      svg += rect(w * 0.05, y, w * 0.9, h * random.between(0.003, 0.02), ink);
      y += h * 0.03;
    }
  }
  return svg;
}

/** Turns, tilts and unevenly lights the page; what lies around it shows at the rim. */
function takenByCamera(canvas, random) {
  const size = canvas.size,
    source = canvas.rgb.slice(),
    angle = random.between(-0.3, 0.3),
    zoom = random.between(0.75, 1.25),
    tilt = random.between(-0.25, 0.25),
    cos = Math.cos(angle) * zoom,
    sin = Math.sin(angle) * zoom;
  const light = noiseField(random, size, { fx: random.between(0.7, 2), octaves: 2 }),
    dim = random.between(0.2, 0.9),
    level = random.between(0.55, 1.05),
    desk = random.chance(0.5)
      ? hsv(random.between(15, 40), random.between(0.1, 0.6), random.between(0.05, 0.6))
      : [0.05, 0.05, 0.05].map(c => c + random() * 0.1),
    tint = hsv(random.between(20, 60), random.between(0, 0.12), 1);
  canvas.fill((x, y, i) => {
    const u = x / size - 0.5,
      v = y / size - 0.5,
      k = 1 + tilt * v,
      sx = Math.floor(((cos * u + sin * v) * k + 0.5) * size),
      sy = Math.floor(((cos * v - sin * u) * k + 0.5) * size),
      shade = level * (1 - dim * 0.6 * (1 - light[i]));
    if (sx < 0 || sy < 0 || sx >= size || sy >= size) return desk.map(c => c * shade);
    const j = (sy * size + sx) * 3;
    return [0, 1, 2].map(c => clamp(source[j + c] * tint[c] * shade));
  });
}
