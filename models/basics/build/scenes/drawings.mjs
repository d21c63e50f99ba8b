// Drawings: cartoons, clip art, line drawings, flat patterns, paintings with soft fills.
import { clamp, noiseField, noiseLine } from '../random.mjs';
import { Canvas, hsv } from './canvas.mjs';
import { draw, rgb, svgOf } from './vector.mjs';

/** @returns {Promise<Canvas>} */
export async function drawing(random) {
  const w = random.between(300, 900),
    h = w * random.between(0.6, 1.5),
    canvas = new Canvas();
  const defs = [],
    body = random.pick([cartoon, cartoon, clipArt, clipArt, sketch, pattern, poster, icon, icon])({ random, w, h, defs });
  const bytes = await draw(svgOf(w, h, `<defs>${defs.join('')}</defs>${body}`));
  for (let i = 0; i < bytes.length; i++) canvas.rgb[i] = bytes[i] / 255;
  if (random.chance(0.15)) paperGrain(canvas, random);
  return canvas;
}

const bright = random => rgb(hsv(random() * 360, random.between(0.3, 1), random.between(0.4, 1)));

/** A flat fill, or a gradient of two near colours. */
function fill({ random, defs }) {
  if (random.chance(0.75)) return random.chance(0.15) ? '#ffffff' : random.chance(0.1) ? '#111111' : bright(random);
  const id = `g${defs.length}`,
    hue = random() * 360;
  defs.push(
    `<linearGradient id="${id}" x2="${random.whole(0, 1)}" y2="1"><stop stop-color="${rgb(hsv(hue, 0.6, 0.95))}"/><stop offset="1" stop-color="${rgb(hsv((hue + 30) % 360, 0.7, 0.6))}"/></linearGradient>`,
  );
  return `url(#${id})`;
}

/** A closed smooth outline round (x, y). */
function blob(random, x, y, r, points = random.whole(4, 10), uneven = random.between(0.05, 0.4)) {
  const at = Array.from({ length: points }, (_, i) => {
    const a = (i / points) * 6.283,
      d = r * (1 + uneven * (random() - 0.5) * 2);
    return [x + d * Math.cos(a), y + d * Math.sin(a)];
  });
  let path = '';
  at.forEach((p, i) => {
    const q = at[(i + 1) % points],
      middle = [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
    path += i === 0 ? `M${middle.map(v => v.toFixed(1))}` : '';
    const next = at[(i + 2) % points];
    path += `Q${q.map(v => v.toFixed(1))} ${[(q[0] + next[0]) / 2, (q[1] + next[1]) / 2].map(v => v.toFixed(1))}`;
  });
  return path + 'Z';
}

const shape = (path, fillWith, stroke, width) =>
  `<path d="${path}" fill="${fillWith}" stroke="${stroke}" stroke-width="${width.toFixed(1)}" stroke-linejoin="round" stroke-linecap="round"/>`;
const back = (pen, colour) => `<rect width="${pen.w.toFixed(0)}" height="${pen.h.toFixed(0)}" fill="${colour}"/>`;

function figure(pen, x, y, r, ink, width) {
  const { random } = pen,
    coat = fill(pen),
    skin = random.chance(0.5) ? rgb(hsv(random.between(15, 35), random.between(0.2, 0.6), random.between(0.6, 1))) : fill(pen);
  let svg = shape(blob(random, x, y + r * 1.9, r * 1.1), coat, ink, width);
  for (const side of [-1, 1])
    svg +=
      shape(
        `M${x + side * r} ${y + r * 1.6}q${side * r * 0.9} ${r * random.between(-1, 1)} ${side * r * 0.7} ${r}`,
        'none',
        ink === 'none' ? coat : ink,
        width + r * 0.1,
      ) + (random.chance(0.5) ? shape(blob(random, x + side * r * 0.7, y - r * 0.9, r * 0.35, 5), skin, ink, width) : '');
  svg += shape(blob(random, x, y, r, 8, 0.1), skin, ink, width);
  for (const side of [-1, 1])
    svg += `<circle cx="${x + side * r * 0.35}" cy="${y - r * 0.1}" r="${r * 0.2}" fill="#fff" stroke="${ink}" stroke-width="${width / 2}"/><circle cx="${x + side * r * 0.33}" cy="${y - r * 0.1}" r="${r * 0.09}" fill="#111"/>`;
  return (
    svg +
    shape(
      `M${x - r * 0.4} ${y + r * 0.35}q${r * 0.4} ${r * random.between(-0.2, 0.5)} ${r * 0.8} 0`,
      'none',
      ink === 'none' ? '#333' : ink,
      width,
    )
  );
}

function cartoon(pen) {
  const { random, w, h } = pen,
    ink = random.chance(0.7) ? '#1a1a1a' : 'none',
    width = w * random.between(0.003, 0.012),
    ground = h * random.between(0.5, 0.9);
  let svg = back(pen, fill(pen)) + `<rect y="${ground}" width="${w}" height="${h}" fill="${fill(pen)}"/>`;
  for (let n = random.whole(0, 4); n > 0; n--)
    svg += shape(
      blob(random, random() * w, random() * ground * 0.7, w * random.between(0.04, 0.15)),
      random.chance(0.5) ? '#ffffff' : fill(pen),
      ink,
      width,
    );
  for (let n = random.whole(0, 5); n > 0; n--) {
    const x = random() * w,
      tall = h * random.between(0.1, 0.4),
      wide = tall * random.between(0.2, 0.9);
    svg += random.chance(0.5)
      ? shape(`M${x} ${ground}v${-tall}h${wide}v${tall}z`, fill(pen), ink, width) +
        shape(`M${x - 8} ${ground - tall}l${wide / 2 + 8} ${-wide / 2}l${wide / 2 + 8} ${wide / 2}z`, fill(pen), ink, width)
      : shape(`M${x} ${ground}v${-tall}`, 'none', '#6b4423', width * 4) +
        shape(blob(random, x, ground - tall, wide), rgb(hsv(random.between(80, 150), 0.7, 0.7)), ink, width);
  }
  for (let n = random.whole(1, 4); n > 0; n--)
    svg += figure(pen, random() * w, random.between(0.3, 0.7) * h, w * random.between(0.05, 0.16), ink, width);
  return svg;
}

function clipArt(pen) {
  const { random, w, h } = pen,
    ink = random.chance(0.5) ? '#222222' : 'none',
    width = w * random.between(0.002, 0.015);
  let svg = back(pen, random.chance(0.6) ? '#ffffff' : fill(pen));
  for (let n = random.whole(2, 14); n > 0; n--)
    svg += shape(
      blob(
        random,
        w * random.between(0.2, 0.8),
        h * random.between(0.2, 0.8),
        w * random.between(0.03, 0.25),
        random.whole(3, 9),
        random.between(0, 0.8),
      ),
      fill(pen),
      ink,
      width,
    );
  return random.chance(0.4) ? svg + figure(pen, w / 2, h * 0.4, w * 0.15, ink, width) : svg;
}

/** Pencil or ink lines on paper. */
function sketch(pen) {
  const { random, w, h } = pen,
    ink = random.chance(0.8) ? rgb(hsv(0, 0, random.between(0.05, 0.5))) : bright(random),
    width = w * random.between(0.0015, 0.007);
  let svg = back(pen, random.chance(0.7) ? '#ffffff' : rgb(hsv(40, random.between(0.02, 0.15), 0.96)));
  for (let n = random.whole(3, 25); n > 0; n--) {
    const x = random() * w,
      y = random() * h,
      r = w * random.between(0.03, 0.3);
    svg += random.chance(0.6)
      ? shape(blob(random, x, y, r), 'none', ink, width)
      : shape(`M${x} ${y}q${r * random.between(-1, 1)} ${r} ${r * random.between(-2, 2)} ${r * random.between(-1, 1)}`, 'none', ink, width);
    if (random.chance(0.2))
      for (let k = 0; k < 12; k++) svg += shape(`M${x + (k * r) / 9} ${y}l${r * 0.3} ${r * 0.5}`, 'none', ink, width * 0.7);
  }
  return random.chance(0.4)
    ? svg +
        figure(
          { ...pen, random: Object.assign(() => random(), random, { chance: () => true }) },
          w / 2,
          h * 0.4,
          w * 0.15,
          ink,
          width,
        ).replace(/fill="(?!none)[^"]*"/g, 'fill="#ffffff"')
    : svg;
}

function pattern(pen) {
  const { random, w, h } = pen,
    step = w * random.between(0.05, 0.25),
    colours = Array.from({ length: random.whole(2, 5) }, () => fill(pen)),
    kind = random.whole(0, 2);
  let svg = back(pen, colours[0]);
  for (let y = 0; y < h; y += step)
    for (let x = 0; x < w; x += step) {
      const colour = random.pick(colours);
      svg +=
        kind === 0
          ? `<rect x="${x}" y="${y}" width="${step}" height="${step}" fill="${colour}"/>`
          : kind === 1
            ? `<circle cx="${x + step / 2}" cy="${y + step / 2}" r="${step * 0.35}" fill="${colour}"/>`
            : shape(`M${x} ${y}l${step} 0l0 ${step}z`, colour, 'none', 0);
    }
  return svg;
}

/** Layered hills, sun, mountains in a handful of flat tones. */
function poster(pen) {
  const { random, w, h } = pen,
    hue = random() * 360;
  let svg =
    back(pen, rgb(hsv(hue, random.between(0.1, 0.6), random.between(0.7, 1)))) +
    `<circle cx="${w * random()}" cy="${h * random.between(0.1, 0.5)}" r="${w * random.between(0.04, 0.15)}" fill="${bright(random)}"/>`;
  const layers = random.whole(2, 6);
  for (let n = 0; n < layers; n++) {
    const line = noiseLine(random, 24, random.between(2, 6), 2),
      base = h * (0.3 + (0.6 * n) / layers);
    svg += shape(
      `M0 ${h}` +
        [...line].map((v, i) => `L${((i * w) / 23).toFixed(1)} ${(base + h * 0.35 * (v - 0.5)).toFixed(1)}`).join('') +
        `L${w} ${h}Z`,
      rgb(hsv((hue + n * random.between(5, 25)) % 360, 0.55, 0.9 - (0.75 * n) / layers)),
      'none',
      0,
    );
  }
  return svg;
}

/** One symbol or logo in the middle. */
function icon(pen) {
  const { random, w, h } = pen,
    back2 = random.chance(0.6) ? '#ffffff' : fill(pen),
    r = Math.min(w, h) * random.between(0.2, 0.45);
  let svg = back(pen, back2);
  if (random.chance(0.5))
    svg += random.chance(0.5)
      ? `<circle cx="${w / 2}" cy="${h / 2}" r="${r}" fill="${fill(pen)}"/>`
      : `<rect x="${w / 2 - r}" y="${h / 2 - r}" width="${r * 2}" height="${r * 2}" rx="${r * random.between(0, 0.5)}" fill="${fill(pen)}"/>`;
  const turns = random.whole(1, 8),
    colour = fill(pen),
    path = blob(
      random,
      w / 2 + r * random.between(0, 0.6),
      h / 2,
      r * random.between(0.15, 0.6),
      random.whole(3, 6),
      random.between(0, 0.7),
    );
  for (let k = 0; k < turns; k++)
    svg += `<g transform="rotate(${(k * 360) / turns} ${w / 2} ${h / 2})">${shape(path, random.chance(0.7) ? colour : fill(pen), random.chance(0.2) ? '#222' : 'none', r * 0.04)}</g>`;
  return svg;
}

/** Scanned artwork: paper and pigment are not quite even. */
function paperGrain(canvas, random) {
  const noise = noiseField(random, canvas.size, { fx: 60, octaves: 3 }),
    depth = random.between(0.02, 0.12);
  for (let i = 0; i < canvas.rgb.length; i++) canvas.rgb[i] = clamp(canvas.rgb[i] + depth * (noise[Math.floor(i / 3)] - 0.5) * 2);
}
