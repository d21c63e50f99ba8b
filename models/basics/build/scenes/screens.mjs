// Screenshots: windows, pages, editors, terminals, chats, phones; light and dark, with icons and embedded pictures.
import { Canvas, hsv } from './canvas.mjs';
import { line, word, words } from './letters.mjs';
import { draw, grey, rect, rgb, segment, svgOf } from './vector.mjs';
import { photo } from './photo.mjs';

/** @returns {Promise<Canvas>} */
export async function screen(random) {
  const phone = random.chance(0.2),
    w = phone ? random.between(360, 480) : random.between(600, 1400),
    h = phone ? w * random.between(1.8, 2.2) : w * random.between(0.35, 0.8);
  const dark = random.chance(0.4),
    hue = random() * 360,
    theme = {
      back: dark
        ? hsv(hue, random.between(0, 0.25), random.between(0.06, 0.2))
        : random.chance(0.6)
          ? [1, 1, 1]
          : hsv(hue, random.between(0, 0.06), random.between(0.92, 1)),
      text: dark ? grey(random.between(0.7, 1)) : grey(random.between(0, 0.35)),
      soft: dark ? grey(0.5) : grey(0.6),
      accent: rgb(hsv(random() * 360, random.between(0.5, 0.9), random.between(0.5, 0.95))),
    };
  theme.panel = rgb(theme.back.map(c => (dark ? c * 1.5 + 0.03 : c * random.between(0.9, 0.97))));
  const size = phone ? w * 0.026 : random.between(8, 13),
    inserts = [],
    pen = { random, w, h, theme, size, inserts, dark };
  const body =
    rect(0, 0, w, h, rgb(theme.back)) +
    random.pick(phone ? [chat, list, site] : [editor, editor, terminal, site, site, list, application, application, chat])(pen);
  const canvas = new Canvas(),
    bytes = await draw(
      svgOf(w, h, body),
      inserts.filter(i => i.left >= 0 && i.top >= 0 && i.left + i.width < w - 1 && i.top + i.height < h - 1 && i.width > 2 && i.height > 2),
    );
  for (let i = 0; i < bytes.length; i++) canvas.rgb[i] = bytes[i] / 255;
  return canvas;
}

const type = (pen, text, x, y, colour = pen.theme.text, scale = 1) => line(text, x, y, pen.size * scale, colour, 0.14).svg;

function bar(pen) {
  const { random, w, theme, size } = pen,
    tall = size * 3.2;
  let svg = rect(0, 0, w, tall, random.chance(0.4) ? theme.accent : theme.panel) + segment(0, tall, w, tall, theme.soft, 0.7);
  if (random.chance(0.5))
    ['#ff5f57', '#febc2e', '#28c840'].forEach((c, i) => {
      svg += `<circle cx="${14 + i * 18}" cy="${tall / 2}" r="5.5" fill="${c}"/>`;
    });
  for (let x = 80, n = random.whole(1, 6); n > 0 && x < w - 80; n--) {
    svg += type(pen, word(random), x, tall * 0.65);
    x += size * random.between(7, 14);
  }
  return { svg, tall };
}

function editor(pen) {
  const { random, w, h, theme, size } = pen,
    head = bar(pen),
    side = random.chance(0.6) ? w * random.between(0.12, 0.25) : 0,
    step = size * random.between(1.9, 2.4);
  const inks = Array.from({ length: 5 }, () => rgb(hsv(random() * 360, random.between(0.3, 0.7), pen.dark ? 0.9 : 0.6)));
  let svg = head.svg + rect(0, head.tall, side, h, theme.panel),
    indent = 0;
  if (side) for (let y = head.tall + step; y < h; y += step) svg += type(pen, word(random), 14 + size * random.whole(0, 2), y);
  for (let y = head.tall + step, n = 1; y < h; y += step, n++) {
    svg += type(pen, String(n), side + 8, y, theme.soft);
    indent = Math.max(0, indent + random.whole(-1, 1));
    if (random.chance(0.15)) continue;
    for (let x = side + size * (5 + 2 * indent), k = random.whole(1, 7); k > 0 && x < w * 0.9; k--) {
      const done = line(word(random), x, y, size, random.chance(0.5) ? theme.text : random.pick(inks), 0.14);
      svg += done.svg;
      x = done.end + size * 0.6;
    }
  }
  return svg;
}

function terminal(pen) {
  const { random, w, h, theme, size } = pen,
    head = random.chance(0.6) ? bar(pen) : { svg: '', tall: 0 },
    step = size * 2.1,
    until = h * random.between(0.4, 1);
  let svg = head.svg;
  for (let y = head.tall + step; y < until; y += step)
    svg += type(
      pen,
      words(random, random.whole(1, 12)).slice(0, Math.floor(w / size)),
      8,
      y,
      random.chance(0.2) ? theme.accent : theme.text,
    );
  return svg;
}

function button(pen, x, y) {
  const width = pen.size * pen.random.between(6, 11),
    full = pen.random.chance(0.6);
  return (
    rect(x, y, width, pen.size * 2.6, full ? pen.theme.accent : 'none', `rx="4" stroke="${pen.theme.soft}"`) +
    type(pen, word(pen.random).slice(0, 6), x + pen.size, y + pen.size * 1.8, full ? '#ffffff' : pen.theme.text)
  );
}

function site(pen) {
  const { random, w, h, size, theme, inserts } = pen,
    head = bar(pen),
    margin = w * random.between(0.04, 0.2),
    step = size * 2.3;
  let svg = head.svg,
    y = head.tall + size * 4;
  svg += type(pen, words(random, random.whole(1, 4)), margin, y, theme.text, 2.2);
  y += size * 4;
  while (y < h) {
    const kind = random();
    if (kind < 0.25) {
      const tall = h * random.between(0.15, 0.4),
        n = random.whole(1, 4),
        width = (w - margin * 2) / n;
      for (let k = 0; k < n; k++)
        inserts.push({ canvas: photo(random), left: margin + k * width, top: y, width: width - 12, height: Math.min(tall, h - y - 2) });
      y += tall + step;
    } else if (kind < 0.4) {
      svg += button(pen, margin, y) + button(pen, margin + size * 14, y);
      y += size * 5;
    } else if (kind < 0.5) {
      svg += rect(margin, y, w - margin * 2, size * 6, theme.panel, `rx="6"`) + type(pen, words(random, 3), margin + size, y + size * 2.5);
      y += size * 8;
    } else {
      for (let n = random.whole(1, 5); n > 0; n--, y += step)
        svg += type(pen, words(random, 40).slice(0, Math.floor((w - margin * 2) / size / 0.95)), margin, y);
      y += size;
    }
  }
  return svg;
}

function list(pen) {
  const { random, w, h, size, theme, inserts } = pen,
    head = bar(pen),
    step = size * random.between(3.5, 7),
    pictures = random.chance(0.3);
  let svg = head.svg;
  for (let y = head.tall; y < h; y += step) {
    if (random.chance(0.1)) svg += rect(0, y, w, step, theme.panel);
    if (pictures && y + step < h) inserts.push({ canvas: photo(random), left: 10, top: y + 4, width: step - 8, height: step - 8 });
    else
      svg += `<circle cx="${(10 + step / 2).toFixed(1)}" cy="${(y + step / 2).toFixed(1)}" r="${(step * 0.3).toFixed(1)}" fill="${rgb(hsv(random() * 360, 0.6, 0.8))}"/>`;
    svg +=
      type(pen, words(random, 2), step + 20, y + step * 0.45) +
      type(pen, words(random, random.whole(2, 5)), step + 20, y + step * 0.45 + size * 1.7, theme.soft, 0.85) +
      segment(0, y + step, w, y + step, theme.soft, 0.5);
  }
  return svg;
}

function application(pen) {
  const { random, w, h, size, theme, inserts } = pen,
    head = bar(pen),
    side = w * random.between(0.12, 0.28);
  let svg = head.svg + rect(0, head.tall, side, h, theme.panel);
  for (let y = head.tall + size * 3; y < h - size; y += size * 3)
    svg += rect(12, y - size, size, size, rgb(hsv(random() * 360, 0.5, 0.7)), 'rx="2"') + type(pen, word(random), 12 + size * 2, y);
  const cols = random.whole(1, 4),
    rows = random.whole(1, 4),
    cw = (w - side) / cols,
    ch = (h - head.tall) / rows;
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < cols; c++) {
      const x = side + c * cw + 8,
        y = head.tall + r * ch + 8;
      svg +=
        rect(x, y, cw - 16, ch - 16, theme.panel, `rx="6" stroke="${theme.soft}" stroke-width="0.7"`) +
        type(pen, words(random, 2), x + 10, y + size * 2);
      const kind = random();
      if (kind < 0.25) inserts.push({ canvas: photo(random), left: x + 8, top: y + size * 3, width: cw - 34, height: ch - 30 - size * 3 });
      else if (kind < 0.5)
        for (let k = 0; k < 8; k++) {
          const tall = (ch - size * 6) * random();
          svg += rect(x + 12 + (k * (cw - 40)) / 8, y + ch - 24 - tall, (cw - 40) / 11, tall, theme.accent);
        }
      else if (kind < 0.8)
        for (let ty = y + size * 4.5; ty < y + ch - 24; ty += size * 2.2)
          svg += type(pen, words(random, random.whole(1, 9)).slice(0, Math.max(1, Math.floor((cw - 40) / size))), x + 10, ty, theme.soft);
      else svg += button(pen, x + 12, y + size * 4);
    }
  return svg;
}

function chat(pen) {
  const { random, w, h, size, theme } = pen,
    head = bar(pen);
  let svg = head.svg;
  for (let y = head.tall + size * 2; y < h;) {
    const mine = random.chance(0.5),
      lines = random.whole(1, 4),
      width = w * random.between(0.25, 0.65),
      tall = size * (2.2 * lines + 1.6),
      x = mine ? w - width - 14 : 14;
    svg += rect(x, y, width, tall, mine ? theme.accent : theme.panel, 'rx="12"');
    for (let n = 0; n < lines; n++)
      svg += type(
        pen,
        words(random, 20).slice(0, Math.max(1, Math.floor((width - 24) / size))),
        x + 12,
        y + size * (2.2 * n + 2.1),
        mine ? '#ffffff' : theme.text,
      );
    y += tall + size * random.between(0.8, 2.5);
  }
  return svg;
}
