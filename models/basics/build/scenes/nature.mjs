// Grass, leaves, needles, snow, sand, rock and water: textures that fill the rows below a horizon, or a whole picture.
import { clamp, mix, noiseField, smooth } from '../random.mjs';
import { blend, hsv, Region } from './canvas.mjs';

/** A green (or autumn) palette: leaves vary around it. */
function foliagePalette(random) {
  const autumn = random.chance(0.12),
    hue = autumn ? random.between(18, 55) : random.between(62, 135);
  const saturation = random.between(0.3, 0.8),
    spread = random.between(6, 22),
    light = random.between(0.3, 0.95);
  return depth =>
    hsv(hue + spread * (random() - 0.5) * 2, clamp(saturation + 0.3 * (random() - 0.5)), clamp(light * depth * random.between(0.65, 1.35)));
}

/** Leaves painted back to front inside the given ellipse-shaped crowns, or over the rows from..to. */
export function paintLeaves(canvas, random, from, to, area) {
  const colour = foliagePalette(random),
    size = random.between(1.5, 7),
    count = Math.round(((to - from) * canvas.size) / (size * size * 1.1));
  const clumps = noiseField(random, canvas.size, { fx: random.between(4, 12), octaves: 3 }),
    long = random.between(0.3, 0.9),
    lean = random() * 3.14;
  const back = colour(0.35);
  canvas.fill((x, y, i) => (!area || area(x, y) ? back.map(c => c * (0.5 + clumps[i])) : null), Region.Vegetation, from, to);
  for (let n = 0; n < count; n++) {
    const x = random() * canvas.size,
      y = random.between(from, to);
    if (area && !area(x, y)) continue;
    const clump = clumps[clamp(Math.floor(y), 0, canvas.size - 1) * canvas.size + Math.floor(x)],
      depth = clamp(0.25 + 1.5 * (clump - 0.2) * (0.4 + (0.6 * n) / count), 0.12, 1.3);
    const radius = size * random.between(0.5, 1.2);
    canvas.ellipse(x, y, radius, Math.max(0.8, radius * long), lean + random.between(-1.2, 1.2), colour(depth), Region.Vegetation);
  }
}

/** Blades drawn upwards, longer and wider towards the viewer. */
export function paintGrass(canvas, random, from, to) {
  const colour = foliagePalette(random),
    near = random.between(6, 34),
    far = random.between(1.5, 6),
    patches = noiseField(random, canvas.size, { fx: random.between(2, 8), octaves: 4 });
  const back = colour(0.6),
    dry = random.chance(0.3) ? hsv(random.between(35, 55), 0.45, random.between(0.5, 0.8)) : null;
  canvas.fill((x, y, i) => back.map(c => c * (0.6 + 0.7 * patches[i])), Region.Vegetation, from, to);
  for (let y = from; y < to + near; y += 1) {
    const t = clamp((y - from) / (to - from + 1)),
      height = mix(far, near, t),
      blades = (canvas.size * 1.6) / Math.max(1.2, height * 0.25);
    for (let n = 0; n < blades; n++) {
      const x = random() * canvas.size,
        i = clamp(Math.floor(y), 0, canvas.size - 1) * canvas.size + Math.floor(x);
      const tone = dry && random() < patches[i] * 0.6 ? dry : colour(0.45 + 0.9 * patches[i] * random());
      const tall = height * random.between(0.4, 1.2),
        end = y - tall;
      canvas.stroke(
        x,
        y,
        x + tall * random.between(-0.45, 0.45),
        Math.max(from - tall * 0.3, end),
        1 + Math.floor(height / 18),
        tone,
        Region.Vegetation,
      );
    }
  }
}

/** Mown lawn, moss or a distant meadow: fine noise. */
export function paintLawn(canvas, random, from, to) {
  const hue = random.between(62, 128),
    saturation = random.between(0.3, 0.8),
    light = random.between(0.3, 0.92),
    grain = random.between(0.08, 0.3);
  const patches = noiseField(random, canvas.size, { fx: random.between(2, 8), fy: random.between(4, 20), octaves: 4 });
  canvas.fill(
    (x, y, i) =>
      hsv(
        hue + 14 * (patches[i] - 0.5) + 8 * (random() - 0.5),
        clamp(saturation + 0.2 * (random() - 0.5)),
        clamp(light * (0.6 + 0.8 * patches[i]) + grain * (random() - 0.5)),
      ),
    Region.Vegetation,
    from,
    to,
  );
}

/** Water seen at a slant: the sky's colour, tinted, broken by flat ripples that grow towards the viewer; calm water mirrors what is above. */
export function paintWater(canvas, random, from, to, sky, region = Region.Water) {
  const tint = random.pick([
    hsv(random.between(195, 220), random.between(0.3, 0.8), random.between(0.2, 0.7)),
    hsv(random.between(165, 195), random.between(0.25, 0.7), random.between(0.3, 0.75)),
    hsv(random.between(80, 170), random.between(0.1, 0.35), random.between(0.2, 0.5)),
    hsv(random.between(200, 230), random.between(0.05, 0.2), random.between(0.3, 0.75)),
  ]);
  const reflects = random.between(0.1, 0.75),
    calm = random.chance(0.35),
    mirror = calm ? random.between(0.4, 0.9) : 0,
    rough = random.between(0.06, calm ? 0.15 : 0.5);
  const fine = random.between(14, 50),
    noise = noiseField(random, canvas.size, { fx: fine * random.between(0.12, 0.4), fy: fine, octaves: 4, gain: 0.6 });
  const wide = noiseField(random, canvas.size, { fx: 2, fy: random.between(4, 12), octaves: 2 }),
    foam = !calm && random.chance(0.3) ? random.between(0.68, 0.8) : 2;
  const source = canvas.rgb.slice(),
    perspective = random.between(0.4, 1);
  canvas.fill(
    (x, y, i) => {
      const t = clamp((y - from) / (canvas.size - from + 1)),
        v = Math.floor(clamp(from + (canvas.size - from) * Math.pow(t, perspective), 0, canvas.size - 1));
      const wave = noise[v * canvas.size + x] - 0.5 + 0.35 * (wide[i] - 0.5);
      let colour = blend(tint, sky, clamp(reflects * (1.1 - 0.6 * t)));
      if (mirror) {
        const up =
          clamp(Math.round(from - 1 - (y - from) - wave * 10), 0, canvas.size - 1) * canvas.size +
          clamp(Math.round(x + wave * 14), 0, canvas.size - 1);
        colour = blend(colour, [source[up * 3] * 0.85, source[up * 3 + 1] * 0.88, source[up * 3 + 2] * 0.9], mirror);
      }
      const light = 1 + 2 * rough * wave * (0.4 + t);
      return noise[v * canvas.size + x] > foam ? [0.93, 0.95, 0.96] : colour.map(c => clamp(c * light));
    },
    region,
    from,
    to,
  );
}

/** Bare ground: sand, snow, soil, rock, asphalt, gravel. */
export function paintGround(canvas, random, from, to, kind = random.pick(['sand', 'snow', 'soil', 'rock', 'asphalt', 'gravel', 'dry'])) {
  const base = {
    sand: () => hsv(random.between(28, 45), random.between(0.2, 0.5), random.between(0.6, 0.9)),
    snow: () => hsv(random.between(200, 225), random.between(0, 0.3), random.between(0.6, 1)),
    soil: () => hsv(random.between(15, 35), random.between(0.3, 0.65), random.between(0.2, 0.55)),
    rock: () => hsv(random.between(15, 220), random.between(0, 0.2), random.between(0.3, 0.7)),
    asphalt: () => hsv(random.between(200, 240), random.between(0, 0.08), random.between(0.25, 0.6)),
    gravel: () => hsv(random.between(20, 50), random.between(0.03, 0.2), random.between(0.4, 0.75)),
    dry: () => hsv(random.between(35, 52), random.between(0.3, 0.6), random.between(0.45, 0.8)),
  }[kind]();
  const rough = { sand: 0.12, snow: 0.14, soil: 0.4, rock: 0.6, asphalt: 0.12, gravel: 0.35, dry: 0.4 }[kind],
    grain = { sand: 0.05, snow: 0.02, soil: 0.15, rock: 0.1, asphalt: 0.08, gravel: 0.25, dry: 0.2 }[kind] * random.between(0.4, 1.3);
  const noise = noiseField(random, canvas.size, {
    fx: random.between(3, 12),
    fy: random.between(4, 24),
    octaves: 5,
    gain: kind === 'snow' ? 0.35 : 0.55,
    ridged: kind === 'rock',
  });
  canvas.fill(
    (x, y, i) => {
      const light = 1 + rough * 2 * (noise[i] - 0.5) + grain * (random() - 0.5) * 2;
      return base.map(c => clamp(c * light));
    },
    kind === 'dry' ? Region.Unsure : Region.Other,
    from,
    to,
  );
}

/** A mountain or hill range up to `ridge[x]` rows from the top; far ranges take the haze's colour. */
export function paintRange(canvas, random, ridge, bottom, haze, far) {
  const green = random.chance(0.4),
    base = green
      ? hsv(random.between(80, 140), random.between(0.25, 0.6), random.between(0.2, 0.5))
      : hsv(random.between(10, 250), random.between(0.05, 0.3), random.between(0.2, 0.6));
  const snowLine = random.chance(0.3) ? random.between(0.1, 0.5) : -1,
    noise = noiseField(random, canvas.size, { fx: random.between(6, 20), octaves: 5, gain: 0.6, ridged: !green });
  const region = green && far < 0.35 ? Region.Vegetation : green ? Region.Unsure : Region.Other;
  canvas.fill(
    (x, y, i) => {
      if (y < ridge[x]) return null;
      const depth = (y - ridge[x]) / Math.max(20, bottom - ridge[x]),
        snow = snowLine > 0 ? 1 - smooth(snowLine, snowLine + 0.25, depth + 0.6 * (noise[i] - 0.5)) : 0;
      const colour = blend(base, [0.9, 0.93, 0.98], snow).map(c => clamp(c * (0.45 + 1.1 * noise[i])));
      return blend(colour, haze, clamp(far + 0.15 * depth));
    },
    region,
    0,
    bottom,
  );
}
