// Everything in a photo that is neither sky, plants nor water: rooms, materials, lit bodies, buildings, crowds of small objects.
import { clamp, mix, noiseField, smooth } from '../random.mjs';
import { blend, hsv, Region } from './canvas.mjs';

/** Any colour an object may have: browns and greys more often than bright ones. */
export const anyColour = random =>
  random.chance(0.45)
    ? hsv(random.between(10, 40), random.between(0.1, 0.65), random.between(0.2, 0.95))
    : random.chance(0.5)
      ? hsv(random() * 360, random.between(0, 0.12), random.between(0.05, 1))
      : hsv(random() * 360, random.between(0.3, 0.95), random.between(0.2, 0.95));

/** A wall, backdrop or table: one colour under uneven light, sometimes with folds, planks, bricks or tiles. */
export function paintSurface(canvas, random, from, to, colour = anyColour(random)) {
  const light = noiseField(random, canvas.size, { fx: random.between(0.6, 2), octaves: 2 }),
    spread = random.between(0.1, 0.7),
    slope = random.between(-0.4, 0.4);
  const texture = random.pick([plain, plain, folds, planks, bricks, weave, speckle, fur])(canvas, random);
  canvas.fill(
    (x, y, i) => {
      const value = (1 + spread * (light[i] - 0.5) + slope * (x / canvas.size - 0.5)) * texture(x, y, i);
      return colour.map(c => clamp(c * value));
    },
    Region.Other,
    from,
    to,
  );
}

const plain = () => () => 1;

function folds(canvas, random) {
  const noise = noiseField(random, canvas.size, { fx: random.between(1, 4), octaves: 2 }),
    waves = random.between(4, 25),
    depth = random.between(0.1, 0.45),
    lean = random.between(-0.6, 0.6);
  return (x, y, i) => 1 + depth * Math.sin(((x + lean * y) / canvas.size + noise[i] * 0.5) * waves);
}

function planks(canvas, random) {
  const streaks = noiseField(random, canvas.size, { fx: random.between(2, 6), fy: random.between(40, 110), octaves: 3 }),
    width = random.between(14, 90),
    depth = random.between(0.2, 0.6),
    upright = random.chance(0.4);
  return (x, y) => {
    const along = upright ? x : y,
      i = upright ? x * canvas.size + y : y * canvas.size + x,
      board = Math.floor(along / width);
    return (along % width < 1.6 ? 0.5 : 1) * (0.85 + 0.3 * ((board * 0.618) % 1)) * (1 + depth * (streaks[i] - 0.5) * 2);
  };
}

function bricks(canvas, random) {
  const width = random.between(14, 70),
    height = width * random.between(0.3, 1),
    joint = random.between(0.6, 1.5),
    gap = random.between(1, 3),
    noise = noiseField(random, canvas.size, { fx: 40, octaves: 3 }),
    rough = random.between(0, 0.5);
  return (x, y, i) => {
    const row = Math.floor(y / height),
      u = (x + ((row % 2) * width) / 2) % width,
      tone = ((Math.floor((x + ((row % 2) * width) / 2) / width) * 0.37 + row * 0.71) % 1) * 0.25 + 0.85;
    return (u < gap || y % height < gap ? joint : tone) * (1 + rough * (noise[i] - 0.5));
  };
}

function weave(canvas, random) {
  const step = random.between(2.5, 7),
    depth = random.between(0.05, 0.3);
  return (x, y) => 1 + depth * Math.sin((x * 6.28) / step) * Math.sin((y * 6.28) / step);
}

function speckle(canvas, random) {
  const noise = noiseField(random, canvas.size, { fx: random.between(20, 120), octaves: 3, gain: 0.7 }),
    depth = random.between(0.1, 0.6);
  return (x, y, i) => 1 + depth * 2 * (noise[i] - 0.5);
}

function fur(canvas, random) {
  const noise = noiseField(random, canvas.size, { fx: random.between(50, 120), fy: random.between(6, 24), octaves: 3 }),
    bend = noiseField(random, canvas.size, { fx: 3, octaves: 2 }),
    spots = noiseField(random, canvas.size, { fx: random.between(4, 14), octaves: 3 });
  const turn = random.chance(0.5),
    size = canvas.size;
  return (x, y, i) => {
    const shift = Math.floor(bend[i] * 60),
      at = turn ? ((x + shift) % size) * size + y : y * size + ((x + shift) % size);
    return 0.55 + 0.6 * noise[at] + 0.5 * (spots[i] - 0.4);
  };
}

/** A rounded body lit from one side: head, animal, fruit, cup, ball, car. */
export function paintBody(canvas, random, scale = 1) {
  const size = canvas.size,
    rx = size * random.between(0.05, 0.3) * scale,
    ry = rx * random.between(0.5, 2),
    cx = size * random.between(0.1, 0.9),
    cy = size * random.between(0.25, 0.95);
  const colour = anyColour(random),
    lx = random.between(-0.7, 0.7),
    ly = random.between(-0.8, 0.2),
    gloss = random.chance(0.35) ? random.between(0.3, 1) : 0,
    texture = random.pick([plain, plain, fur, speckle, folds])(canvas, random);
  const angle = random() * 3.14,
    cos = Math.cos(angle),
    sin = Math.sin(angle);
  const highlight = [1, 1, 1],
    pattern = random.chance(0.25) ? anyColour(random) : null,
    bands = random.between(2, 9);
  const reach = Math.max(rx, ry);
  canvas.fill(
    (x, y, i) => {
      const dx = x - cx,
        dy = y - cy;
      if (Math.abs(dx) > reach || Math.abs(dy) > reach) return null;
      const u = (dx * cos + dy * sin) / rx,
        v = (dy * cos - dx * sin) / ry,
        d = u * u + v * v;
      if (d > 1) return null;
      const facing = clamp(Math.sqrt(1 - d) * 0.7 + (u * lx + v * ly) * 0.6 + 0.35, 0.06, 1.3),
        base = pattern && Math.sin(u * bands * 3) > 0 ? pattern : colour;
      const lit = base.map(c => clamp(c * facing * texture(x, y, i)));
      return gloss ? blend(lit, highlight, gloss * smooth(0.12, 0, (u - lx * 0.6) ** 2 + (v - ly * 0.6) ** 2)) : lit;
    },
    Region.Other,
    cy - reach,
    cy + reach,
  );
}

/** A face-like body: skin, hair, eyes, a shirt below. */
export function paintPerson(canvas, random, scale = 1) {
  const size = canvas.size,
    r = size * random.between(0.06, 0.24) * scale,
    cx = size * random.between(0.15, 0.85),
    cy = size * random.between(0.25, 0.6);
  const skin = hsv(random.between(12, 30), random.between(0.2, 0.6), random.between(0.35, 0.98)),
    hair = hsv(random.between(15, 45), random.between(0.1, 0.7), random.between(0.05, 0.6)),
    shirt = anyColour(random),
    side = random.between(-0.5, 0.5);
  const grain = noiseField(random, size, { fx: 60, octaves: 3 }),
    shade = (u, v) => clamp(0.75 + 0.3 * Math.sqrt(Math.max(0, 1 - u * u - v * v)) + side * u * 0.5, 0.2, 1.15);
  canvas.ellipse(cx, cy + r * 3.4, r * 2.1, r * 2.2, 0, shirt, Region.Other, shade);
  canvas.ellipse(cx, cy + r * 1.1, r * 0.45, r * 0.7, 0, skin, Region.Other, () => 0.7);
  canvas.fill(
    (x, y, i) => (Math.hypot((x - cx) / (r * 1.08), (y - cy + r * 0.25) / (r * 1.25)) < 1 ? hair.map(c => c * (0.5 + grain[i])) : null),
    Region.Other,
    cy - r * 1.6,
    cy + r * 1.2,
  );
  canvas.ellipse(cx, cy, r * 0.85, r * 1.15, 0, skin, Region.Other, shade);
  for (const eye of [-1, 1]) canvas.ellipse(cx + eye * r * 0.35, cy - r * 0.15, r * 0.13, r * 0.07, 0, [0.1, 0.07, 0.06], Region.Other);
  canvas.ellipse(
    cx,
    cy + r * 0.55,
    r * 0.3,
    r * 0.1,
    0,
    skin.map((c, k) => c * (k ? 0.6 : 0.85)),
    Region.Other,
  );
}

/** Buildings: façades with rows of windows, standing on row `base`. */
export function paintBuildings(canvas, random, base, haze, tall = random.between(0.2, 0.9)) {
  let x = -random.between(0, 60);
  while (x < canvas.size) {
    const width = random.between(30, 140),
      top = base - base * tall * random.between(0.3, 1),
      wall = blend(anyColour(random), haze, random.between(0, 0.35)),
      grid = random.between(8, 26),
      pane = random.between(0.3, 0.7);
    const glass = random.chance(0.5) ? wall.map(c => c * 0.35) : hsv(random.between(190, 225), 0.3, random.between(0.2, 0.7)),
      rough = noiseField(random, canvas.size, { fx: 30, octaves: 3 }),
      left = x;
    if (random.chance(0.85))
      canvas.fill(
        (px, y, i) =>
          px < left || px > left + width
            ? null
            : ((px - left) % grid < grid * pane && (y - top) % (grid * 1.4) < grid * pane && y > top + 5 ? glass : wall).map(c =>
                clamp(c * (0.85 + 0.3 * rough[i])),
              ),
        Region.Other,
        top,
        base,
      );
    x += width * random.between(0.8, 1.2);
  }
}

/** Many small objects side by side: a market stall, a crowd, a shelf, food on a plate. */
export function paintClutter(canvas, random, from, to, count = random.whole(30, 250)) {
  const hue = random.chance(0.4) ? random() * 360 : -1;
  for (let n = 0; n < count; n++) {
    const x = random() * canvas.size,
      y = random.between(from, to),
      r = random.between(3, 34),
      colour = hue >= 0 ? hsv((hue + random.between(0, 50)) % 360, random.between(0.2, 0.9), random.between(0.15, 1)) : anyColour(random);
    const light = random.between(-0.5, 0.5);
    if (random.chance(0.5))
      canvas.ellipse(x, y, r, r * random.between(0.4, 1.2), random() * 3, colour, Region.Other, (u, v) =>
        clamp(0.8 + light * u - 0.3 * v, 0.2, 1.2),
      );
    else {
      const a = random() * 6.28,
        w = r * random.between(0.5, 1.6),
        c = Math.cos(a),
        s = Math.sin(a);
      canvas.polygon(
        [
          [x + r * c, y + r * s],
          [x - w * s, y + w * c],
          [x - r * c, y - r * s],
          [x + w * s, y - w * c],
        ],
        colour,
        Region.Other,
        (px, py) => clamp(0.85 + (light * (px - x)) / r, 0.3, 1.2),
      );
    }
  }
}

/** Lamps in the dark and soft discs out of focus. */
export function paintLights(canvas, random, count = random.whole(5, 60)) {
  for (let n = 0; n < count; n++) {
    const cx = random() * canvas.size,
      cy = random() * canvas.size,
      r = random.between(1.5, 16),
      colour = hsv(random.pick([30, 40, 50, 200, 0, 320]) + random.between(-10, 10), random.between(0.1, 0.8), 1),
      disc = random.chance(0.4),
      alpha = random.between(0.4, 1);
    const reach = disc ? r : r * 4;
    canvas.fill(
      (x, y, i) => {
        const d = Math.hypot(x - cx, y - cy);
        if (d > reach) return null;
        const t = alpha * (disc ? 0.8 : Math.exp(-d / r));
        return [mix(canvas.rgb[i * 3], colour[0], t), mix(canvas.rgb[i * 3 + 1], colour[1], t), mix(canvas.rgb[i * 3 + 2], colour[2], t)];
      },
      undefined,
      cy - reach,
      cy + reach,
    );
  }
}
