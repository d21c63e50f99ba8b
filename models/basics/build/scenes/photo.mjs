// Scenes as a camera would take them: landscapes, rooms, portraits, close-ups, streets, nights.
import { clamp, mix, noiseField, noiseLine } from '../random.mjs';
import { Canvas, hsv, Region } from './canvas.mjs';
import { paintGrass, paintGround, paintLawn, paintLeaves, paintRange, paintWater } from './nature.mjs';
import { paintSign } from './signs.mjs';
import { paintSky } from './sky.mjs';
import { paintBody, paintBuildings, paintClutter, paintLights, paintPerson, paintSurface } from './things.mjs';

const Scenes = [
  [16, landscape],
  [6, treesAndSky],
  [9, room],
  [8, portrait],
  [6, closeUp],
  [5, street],
  [3, night],
  [4, leavesOnly],
  [4, waterOnly],
  [6, skyOnly],
  [5, tableTop],
  [5, animal],
  [4, material],
  [3, snowScene],
  [4, sign],
  [3, board],
];

/** @returns {Canvas} a picture with its regions, before the camera's own effects */
export function photo(random) {
  const canvas = new Canvas();
  let left = random() * Scenes.reduce((n, [weight]) => n + weight, 0);
  (Scenes.find(([weight]) => (left -= weight) < 0) ?? Scenes[0])[1](canvas, random);
  return canvas;
}

function landscape(canvas, random) {
  const size = canvas.size,
    horizon = size * random.between(0.15, 0.8),
    haze = paintSky(canvas, random, horizon + 2);
  const ranges = random.chance(0.6) ? random.whole(1, 3) : 0;
  for (let n = 0; n < ranges; n++) {
    const height = (horizon * random.between(0.1, 0.8)) / (n + 1),
      line = noiseLine(random, size, random.between(1.5, 6)),
      ridge = line.map(v => horizon - height * (v * 1.6 - 0.3));
    paintRange(canvas, random, ridge, horizon + 2, haze, clamp(random.between(0.2, 0.8) - n * 0.25));
  }
  if (random.chance(0.25)) paintBuildings(canvas, random, horizon + 2, haze, random.between(0.1, 0.5));
  if (random.chance(0.35)) hedge(canvas, random, horizon, random.between(0.03, 0.3) * size);
  const wet = random.chance(0.5);
  if (wet) paintWater(canvas, random, horizon, size, haze);
  else random.pick([paintGrass, paintLawn, paintLawn, paintGround, paintGround])(canvas, random, horizon, size);
  if (random.chance(wet ? 0.4 : 0.3)) {
    const shore = size * random.between(0.65, 0.95);
    if (shore > horizon + 20) random.pick([paintGrass, paintLawn, paintGround])(canvas, random, shore, size);
  }
  if (random.chance(0.35)) framingTree(canvas, random);
  for (let n = random.chance(0.4) ? random.whole(1, 4) : 0; n > 0; n--) random.pick([paintBody, paintPerson])(canvas, random, 0.5);
}

/** A row of trees or bushes on the horizon. */
function hedge(canvas, random, base, height) {
  const line = noiseLine(random, canvas.size, random.between(3, 14)),
    from = base - height;
  paintLeaves(canvas, random, from, base + 2, (x, y) => y > base - height * line[clamp(Math.floor(x), 0, canvas.size - 1)] * 1.3);
}

function framingTree(canvas, random) {
  const size = canvas.size,
    right = random.chance(0.5),
    width = size * random.between(0.1, 0.4),
    line = noiseLine(random, size, random.between(3, 10));
  paintLeaves(
    canvas,
    random,
    0,
    size * random.between(0.4, 1),
    (x, y) => (right ? size - x : x) < width * (0.4 + 1.2 * line[clamp(Math.floor(y), 0, size - 1)]),
  );
}

function treesAndSky(canvas, random) {
  const size = canvas.size,
    base = size * random.between(0.6, 1.05);
  const haze = paintSky(canvas, random, base);
  if (random.chance(0.4)) paintBuildings(canvas, random, base, haze);
  for (let n = random.whole(1, 3); n > 0; n--) hedge(canvas, random, base, size * random.between(0.25, 0.85));
  if (base < size) random.pick([paintLawn, paintGrass, paintGround])(canvas, random, base, size);
  if (random.chance(0.5)) paintBody(canvas, random, 0.6);
}

function room(canvas, random) {
  const size = canvas.size,
    floor = size * random.between(0.45, 0.95);
  paintSurface(
    canvas,
    random,
    0,
    size,
    random.chance(0.6) ? hsv(random.between(20, 60), random.between(0, 0.25), random.between(0.4, 1)) : undefined,
  );
  paintSurface(canvas, random, floor, size);
  for (let n = random.whole(1, 4); n > 0; n--) {
    const x = random() * size,
      y = random() * floor,
      w = random.between(20, 150),
      h = random.between(20, 200),
      colour = hsv(random() * 360, random.between(0, 0.6), random.between(0.1, 1)),
      light = random.between(-0.3, 0.3),
      lean = random.between(-15, 15);
    canvas.polygon(
      [
        [x, y],
        [x + w, y + lean],
        [x + w, y + h],
        [x, y + h - lean],
      ],
      colour,
      Region.Other,
      px => 1 + (light * (px - x)) / w,
    );
  }
  for (let n = random.whole(0, 5); n > 0; n--) paintBody(canvas, random);
  if (random.chance(0.4)) paintPerson(canvas, random);
  if (random.chance(0.3)) paintClutter(canvas, random, floor, size, random.whole(5, 60));
}

/** Something in focus before a background that is not. */
function portrait(canvas, random) {
  const size = canvas.size;
  random.pick([
    c => paintLeaves(c, random, 0, size),
    c => paintLawn(c, random, 0, size),
    c => paintSurface(c, random, 0, size),
    c => paintSurface(c, random, 0, size),
    c => paintClutter(c, random, 0, size, 300),
    c => street(c, random),
    c => landscape(c, random),
    c => treesAndSky(c, random),
  ])(canvas);
  canvas.blur(random.between(0, 9));
  for (let n = random.chance(0.25) ? random.whole(2, 6) : 1; n > 0; n--) paintPerson(canvas, random, random.between(0.7, 1.6));
}

function animal(canvas, random) {
  const size = canvas.size;
  random.pick([
    c => paintGrass(c, random, 0, size),
    c => paintLeaves(c, random, 0, size),
    c => paintGround(c, random, 0, size),
    c => paintSurface(c, random, 0, size),
  ])(canvas);
  canvas.blur(random.between(0, 6));
  if (random.chance(0.25)) paintGround(canvas, random, 0, size * random.between(0.1, 0.35));
  if (random.chance(0.4)) random.pick([paintGrass, paintGround, paintLawn])(canvas, random, size * random.between(0.55, 0.9), size);
  for (let n = random.whole(2, 5); n > 0; n--) paintBody(canvas, random, random.between(0.6, 1.3));
}

/** A plate, poster or packet with large print, filling much of the picture. */
function sign(canvas, random) {
  const size = canvas.size;
  paintSurface(canvas, random, 0, size);
  if (random.chance(0.3)) paintClutter(canvas, random, 0, size, 30);
  paintSign(canvas, random, random.between(0.3, 1.05));
}

/** A circuit board, shelf or façade from straight ahead: many small parts, set square, on one even colour. */
function board(canvas, random) {
  const size = canvas.size,
    base = hsv(random.chance(0.5) ? random.between(100, 170) : random() * 360, random.between(0.2, 0.8), random.between(0.15, 0.8)),
    light = noiseField(random, size, { fx: 2, octaves: 2 }),
    grid = random.between(5, 24);
  canvas.fill((x, y, i) => base.map(c => clamp(c * (0.7 + 0.6 * light[i]))), Region.Other);
  for (let n = random.whole(80, 600); n > 0; n--) {
    const x = Math.floor((random() * size) / grid) * grid,
      y = Math.floor((random() * size) / grid) * grid,
      w = grid * random.between(0.3, 2.2),
      h = grid * random.between(0.2, 1.2),
      colour = random.chance(0.5) ? hsv(0, 0, random()) : hsv(random() * 360, random.between(0.1, 0.7), random.between(0.1, 0.95));
    canvas.polygon(
      [
        [x, y],
        [x + w, y],
        [x + w, y + h],
        [x, y + h],
      ],
      colour,
      Region.Other,
      () => 0.7 + 0.3 * random(),
    );
  }
}

function closeUp(canvas, random) {
  paintSurface(canvas, random, 0, canvas.size);
  canvas.blur(random.between(0, 5));
  for (let n = random.whole(1, 5); n > 0; n--) paintBody(canvas, random, random.between(1, 2.2));
}

function tableTop(canvas, random) {
  paintSurface(canvas, random, 0, canvas.size);
  paintBody(canvas, random, 1.8);
  paintClutter(canvas, random, canvas.size * 0.2, canvas.size * 0.9, random.whole(10, 150));
  if (random.chance(0.3)) paintBody(canvas, random);
}

function street(canvas, random) {
  const size = canvas.size,
    base = size * random.between(0.5, 0.9),
    haze = paintSky(canvas, random, base, random.pick(['clear', 'cloudy', 'overcast', 'burntOut']));
  paintBuildings(canvas, random, base, haze, random.between(0.5, 1.4));
  paintGround(canvas, random, base, size, random.pick(['asphalt', 'gravel', 'asphalt']));
  if (random.chance(0.3)) hedge(canvas, random, base, size * random.between(0.1, 0.4));
  paintClutter(canvas, random, base - size * 0.1, size, random.whole(0, 40));
}

function night(canvas, random) {
  const size = canvas.size,
    dark = hsv(random.between(200, 400) % 360, random.between(0, 0.6), random.between(0.02, 0.14)),
    noise = noiseField(random, size, { fx: 5 });
  canvas.fill((x, y, i) => dark.map(c => c * (0.4 + 1.2 * noise[i])), Region.Unsure);
  if (random.chance(0.6)) {
    paintBuildings(canvas, random, size * random.between(0.5, 0.9), dark);
    for (let i = 0; i < canvas.rgb.length; i++) canvas.rgb[i] *= 0.35;
  }
  for (let n = random.whole(0, 3); n > 0; n--) paintBody(canvas, random);
  paintLights(canvas, random);
}

function leavesOnly(canvas, random) {
  random.pick([paintLeaves, paintGrass, paintLawn])(canvas, random, 0, canvas.size);
  if (random.chance(0.4)) canvas.blur(random.between(0, 5));
  if (random.chance(0.5))
    for (let n = random.whole(1, 8); n > 0; n--) {
      const x = random() * canvas.size,
        y = random() * canvas.size,
        colour = hsv(random.pick([0, 50, 280, 320, 350]), random.between(0.1, 0.9), random.between(0.7, 1)),
        r = random.between(6, 50);
      for (let petal = 0; petal < 6; petal++)
        canvas.ellipse(x + r * Math.cos(petal), y + r * Math.sin(petal), r, r * 0.5, petal, colour, Region.Other, u => 0.8 + 0.2 * u);
    }
}

function waterOnly(canvas, random) {
  const sky = hsv(random.between(20, 230), random.between(0, 0.4), random.between(0.5, 1));
  canvas.fill(() => sky, Region.Water);
  paintWater(canvas, random, 0, canvas.size, sky);
  for (let n = random.chance(0.5) ? random.whole(1, 2) : 0; n > 0; n--) paintBody(canvas, random, 0.7);
}

function skyOnly(canvas, random) {
  paintSky(canvas, random, canvas.size);
  for (let n = random.whole(0, 3); n > 0; n--) paintBody(canvas, random, 0.7);
}

function material(canvas, random) {
  random.chance(0.5) ? paintSurface(canvas, random, 0, canvas.size) : paintGround(canvas, random, 0, canvas.size);
  if (random.chance(0.4)) paintClutter(canvas, random, 0, canvas.size);
}

function snowScene(canvas, random) {
  const size = canvas.size,
    horizon = size * random.between(0.05, 0.6);
  random.chance(0.5) ? paintSky(canvas, random, horizon) : paintLeaves(canvas, random, 0, horizon);
  if (random.chance(0.6)) hedge(canvas, random, horizon, size * random.between(0.1, 0.5));
  paintGround(canvas, random, horizon, size, 'snow');
  if (random.chance(0.6)) paintBody(canvas, random, 0.5);
  if (random.chance(0.3)) framingTree(canvas, random);
}
