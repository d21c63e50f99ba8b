// Skies: clear, cloudy, overcast, burnt out, at sunset, at dusk, by night.
import { mix, noiseField, smooth } from '../random.mjs';
import { blend, hsv, Region } from './canvas.mjs';

const Skies = [
  { weight: 5, paint: clear },
  { weight: 6, paint: cloudy },
  { weight: 4, paint: overcast },
  { weight: 3, paint: burntOut },
  { weight: 6, paint: sunset },
  { weight: 3, paint: dusk },
];

/** Paints rows 0..`bottom` and returns the colour just above the horizon, for haze and reflections. */
export function paintSky(canvas, random, bottom, kind) {
  const paint = kind ? { clear, cloudy, overcast, burntOut, sunset, dusk }[kind] : weighted(random).paint;
  return paint(canvas, random, Math.max(bottom, 8));
}

function weighted(random) {
  let left = random() * Skies.reduce((n, sky) => n + sky.weight, 0);
  return Skies.find(sky => (left -= sky.weight) < 0) ?? Skies[0];
}

const blueTop = random => hsv(random.between(198, 225), random.between(0.35, 0.85), random.between(0.45, 0.95));
const blueLow = random => hsv(random.between(190, 220), random.between(0.08, 0.4), random.between(0.75, 1));

function gradient(canvas, bottom, stops, region, bend = 1) {
  canvas.fill(
    (x, y) => {
      const t = Math.pow(y / bottom, bend) * (stops.length - 1),
        i = Math.min(stops.length - 2, Math.floor(t));
      return blend(stops[i], stops[i + 1], t - i);
    },
    region,
    0,
    bottom,
  );
}

function clear(canvas, random, bottom) {
  const top = blueTop(random),
    low = random.chance(0.3) ? top.map(c => Math.min(1, c * 1.15)) : blueLow(random);
  gradient(canvas, bottom, [top, low], Region.Sky, random.between(0.6, 1.8));
  if (random.chance(0.3)) streaks(canvas, random, bottom);
  return low;
}

/** Vapour trails and cirrus. */
function streaks(canvas, random, bottom) {
  const noise = noiseField(random, canvas.size, { fx: random.between(2, 5), fy: random.between(6, 16), octaves: 4 }),
    cut = random.between(0.5, 0.65);
  canvas.fill(
    (x, y, i) =>
      blend([canvas.rgb[i * 3], canvas.rgb[i * 3 + 1], canvas.rgb[i * 3 + 2]], [1, 1, 1], 0.6 * smooth(cut, cut + 0.2, noise[i])),
    undefined,
    0,
    bottom,
  );
}

function cloudy(canvas, random, bottom) {
  const top = blueTop(random),
    low = blueLow(random),
    cut = random.between(0.35, 0.6),
    soft = random.between(0.08, 0.35);
  const scale = random.between(2, 6),
    noise = noiseField(random, canvas.size, { fx: scale, fy: scale * random.between(1.2, 2.5), octaves: 5, gain: 0.5 });
  const shadow = noiseField(random, canvas.size, { fx: scale * 1.5, octaves: 3 }),
    base = random.between(0.55, 0.85);
  gradient(canvas, bottom, [top, low], Region.Sky);
  canvas.fill(
    (x, y, i) => {
      const cover = smooth(cut, cut + soft, noise[i]),
        light = mix(base, 1.02, shadow[i]);
      return blend([canvas.rgb[i * 3], canvas.rgb[i * 3 + 1], canvas.rgb[i * 3 + 2]], [light * 0.98, light * 0.99, light], cover);
    },
    Region.Sky,
    0,
    bottom,
  );
  return low;
}

function overcast(canvas, random, bottom) {
  const light = random.between(0.55, 0.95),
    depth = random.between(0.04, 0.35),
    hue = random.between(180, 240),
    tint = random.between(0, 0.16);
  const scale = random.between(1.5, 6),
    noise = noiseField(random, canvas.size, { fx: scale, fy: scale * random.between(1.2, 3), octaves: 5, gain: 0.55 });
  canvas.fill((x, y, i) => hsv(hue, tint, Math.min(1, light + depth * (noise[i] * 2 - 1) + (0.08 * y) / bottom)), Region.Sky, 0, bottom);
  return hsv(hue, tint * 0.7, Math.min(1, light + 0.06));
}

function burntOut(canvas, random, bottom) {
  const low = hsv(random.between(190, 230), random.between(0, 0.06), random.between(0.95, 1));
  gradient(canvas, bottom, [hsv(random.between(195, 225), random.between(0, 0.14), random.between(0.92, 1)), low], Region.Sky);
  return low;
}

function sunset(canvas, random, bottom) {
  const top = random.pick([
    hsv(random.between(215, 260), random.between(0.25, 0.6), random.between(0.25, 0.65)),
    hsv(random.between(330, 365) % 360, random.between(0.2, 0.5), random.between(0.4, 0.8)),
    hsv(random.between(15, 35), random.between(0.4, 0.8), random.between(0.4, 0.8)),
  ]);
  const middle = hsv(random.between(338, 390) % 360, random.between(0.3, 0.7), random.between(0.6, 0.95));
  const low = hsv(random.between(18, 48), random.between(0.45, 0.9), random.between(0.8, 1));
  const pale = random.chance(0.35) ? random.between(0.2, 0.5) : 0;
  for (const stop of [top, middle])
    stop.forEach((c, k) => {
      stop[k] = mix(c, 0.8 * (0.4 + c * 0.6), pale);
    });
  gradient(canvas, bottom, [top, middle, low], Region.Sunset, random.between(0.6, 1.5));
  const scale = random.between(1.5, 4),
    noise = noiseField(random, canvas.size, { fx: scale, fy: scale * random.between(2, 5), octaves: 5 });
  const cut = random.between(0.4, 0.65),
    lit = hsv(random.between(350, 395) % 360, random.between(0.25, 0.7), random.between(0.7, 1));
  const dim = hsv(random.between(240, 350), random.between(0.15, 0.35), random.between(0.25, 0.5)),
    dark = random.chance(0.5),
    thick = random.between(0.4, 0.95);
  if (random.chance(0.8))
    canvas.fill(
      (x, y, i) =>
        blend(
          [canvas.rgb[i * 3], canvas.rgb[i * 3 + 1], canvas.rgb[i * 3 + 2]],
          dark ? dim : lit,
          thick * smooth(cut, cut + 0.25, noise[i]),
        ),
      Region.Sunset,
      0,
      bottom,
    );
  if (random.chance(0.6)) sun(canvas, random, bottom);
  return low;
}

function sun(canvas, random, bottom) {
  const cx = random.between(0.15, 0.85) * canvas.size,
    cy = bottom * random.between(0.5, 1),
    radius = random.between(4, 26),
    glow = random.between(40, 150);
  canvas.fill(
    (x, y, i) => {
      const distance = Math.hypot(x - cx, y - cy),
        light = distance < radius ? 1 : 0.8 * Math.exp(-(distance - radius) / glow);
      return blend([canvas.rgb[i * 3], canvas.rgb[i * 3 + 1], canvas.rgb[i * 3 + 2]], [1, 0.95, 0.75], light);
    },
    undefined,
    0,
    bottom,
  );
}

function dusk(canvas, random, bottom) {
  const hue = random.between(205, 235),
    low = hsv(hue + random.between(-15, 10), random.between(0.3, 0.7), random.between(0.35, 0.65));
  gradient(canvas, bottom, [hsv(hue, random.between(0.6, 0.95), random.between(0.12, 0.4)), low], Region.Sky, random.between(0.7, 1.6));
  return low;
}
