// Boards, plates, posters and packets with large print or bars: photos of text that are no documents.
import { clamp } from '../random.mjs';
import { hsv, Region } from './canvas.mjs';
import { textPath, word } from './letters.mjs';
import { anyColour } from './things.mjs';

/** A board with large letters or bars on it, under slanting light. */
export function paintSign(canvas, random, scale) {
  const size = canvas.size,
    w = size * scale,
    h = w * random.between(0.35, 1),
    x = (size - w) / 2 + random.between(-20, 20),
    y = (size - h) / 2 + random.between(-20, 20),
    lean = random.between(-25, 25);
  const board = anyColour(random),
    ink =
      board[1] > 0.5
        ? hsv(random() * 360, random(), random.between(0, 0.4))
        : hsv(random() * 360, random.between(0, 0.5), random.between(0.8, 1)),
    light = random.between(-0.5, 0.5);
  canvas.polygon(
    [
      [x, y],
      [x + w, y + lean],
      [x + w, y + h + lean],
      [x, y + h],
    ],
    board,
    Region.Other,
    (px, py) => clamp(0.9 + (light * (px + py - x - y)) / w - light / 2, 0.2, 1.2),
  );
  if (random.chance(0.4))
    canvas.polygon(
      [
        [x, y],
        [x + w, y + lean],
        [x + w, y + lean + h * 0.25],
        [x, y + h * 0.25],
      ],
      anyColour(random),
      Region.Other,
    );
  const at = (px, py) => [px, py + (lean * (px - x)) / w],
    bars = random.chance(0.3);
  if (bars)
    for (let bx = x + w * 0.15; bx < x + w * 0.85;) {
      const wide = random.between(1.5, 8);
      canvas.polygon([at(bx, y + h * 0.2), at(bx + wide, y + h * 0.2), at(bx + wide, y + h * 0.7), at(bx, y + h * 0.7)], ink, Region.Other);
      bx += wide + random.between(2, 9);
    }
  for (let line = y + h * (bars ? 0.85 : 0.25); line < y + h * 0.95;) {
    const tall = h * random.between(0.06, bars ? 0.1 : 0.35),
      thick = Math.max(1, Math.round(tall * random.between(0.12, 0.25)));
    line += tall;
    for (const stroke of textPath(`${word(random)} ${word(random)}`, x + w * 0.08, line, tall)
      .path.split('M')
      .slice(1)) {
      const points = stroke.split('L').map(pair => at(...pair.split(' ').map(Number)));
      for (let i = 1; i < points.length; i++)
        if (points[i][0] < x + w * 0.95) canvas.stroke(...points[i - 1], ...points[i], thick, ink, Region.Other);
    }
    line += tall * 0.5;
  }
}
