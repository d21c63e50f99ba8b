// A stroke font of our own: text that looks the same on every machine. Each pair of digits is a point on a 5×9 grid (x 0..4, y 0..8:
// capital height 0, x-height 2, baseline 6, descender 8); strokes are parted by blanks.

const Glyphs = {
  a: '12324346 441405163645',
  b: '0006 0312324345361605',
  c: '4332120305163645',
  d: '4046 4332120305163645',
  e: '04444332120305163645',
  f: '30201116 0232',
  g: '4247381807 4332120305163645',
  h: '0006 0312324346',
  i: '1216 1011',
  j: '22271808 2021',
  k: '0006 3204 1436',
  l: '1016',
  m: '0206 03122326 23324346',
  n: '0206 0312324346',
  o: '123243453616050312',
  p: '0208 0312324345361605',
  q: '4248 4332120305163645',
  r: '0206 03123243',
  s: '43321203143445361605',
  t: '10152636 0232',
  u: '0205163645 4246',
  v: '022642',
  w: '0216233642',
  x: '0246 4206',
  y: '0226 4218',
  z: '02420646',
  A: '062046 1434',
  B: '0006364544330333 33413000',
  C: '4130100105163645',
  D: '00062645412000',
  E: '40000646 0333',
  F: '400006 0333',
  G: '41301001051636454323',
  H: '0006 4046 0343',
  I: '2026 1030 1636',
  J: '3035261605',
  K: '0006 4003 1346',
  L: '000646',
  M: '0600234046',
  N: '06004640',
  O: '103041453616050110',
  P: '06003041423303',
  Q: '103041453616050110 3446',
  R: '06003041423303 2346',
  S: '413010010213334445361605',
  T: '0040 2026',
  U: '000516364540',
  V: '002640',
  W: '0016233640',
  X: '0046 4006',
  Y: '002340 2326',
  Z: '00400646',
  0: '103041453616050110',
  1: '112026',
  2: '01103041420646',
  3: '004023334445361605',
  4: '300444 3036',
  5: '400002324345361605',
  6: '30110205163645443304',
  7: '004026',
  8: '10304133130110 133344453616050413',
  9: '1635444130100102133342',
  '.': '1516',
  ',': '1617',
  '-': '1434',
  ':': '1213 1516',
  '%': '4006 0011 3546',
  '/': '4006',
  '(': '30121436',
  ')': '10323416',
  '!': '1014 1516',
  '+': '2226 0444',
};

const Syllables = 'an ber co de el fi gra hin is jo ka lo me nu or pa qui res sta ton ul ver wo ex yl zet the and of to in for on at'.split(
  ' ',
);

/** A made-up word of one to four syllables. */
export function word(random) {
  let text = '';
  for (let n = random.whole(1, random.chance(0.3) ? 4 : 2); n > 0; n--) text += random.pick(Syllables);
  if (random.chance(0.12)) text = text[0].toUpperCase() + text.slice(1);
  return random.chance(0.05) ? String(random.whole(1, 9999)) : text;
}

export const words = (random, count) => Array.from({ length: count }, () => word(random)).join(' ');

/**
 * Text as SVG path data. `size` is the capital height in pixels, (x, y) the baseline's start.
 * @param {{slant?: number, wobble?: number, random?: any, foreign?: boolean}} style wobble makes it look like handwriting
 */
export function textPath(text, x, y, size, { slant = 0, wobble = 0, random, foreign = false } = {}) {
  const unit = size / 6;
  let path = '',
    at = x;
  for (const letter of text) {
    const glyph = foreign && letter !== ' ' ? foreignGlyph(letter) : Glyphs[letter];
    for (const stroke of glyph ? glyph.split(' ') : [])
      for (let i = 0; i < stroke.length; i += 2) {
        const jitter = wobble ? wobble * unit * (random() - 0.5) * 2 : 0,
          gy = +stroke[i + 1] - 6,
          px = at + (+stroke[i] - gy * slant) * unit + jitter,
          py = y + gy * unit + jitter;
        path += `${i ? 'L' : 'M'}${px.toFixed(1)} ${py.toFixed(1)}`;
      }
    at += unit * (letter === ' ' ? 3.5 : foreign ? 6.5 : 'iljI1.,:!'.includes(letter) ? 3.2 : 5.6);
  }
  return { path, end: at };
}

/** A dense made-up sign for each letter, for scripts that look nothing like Latin. */
function foreignGlyph(letter) {
  let state = letter.charCodeAt(0) * 7919;
  const next = top => ((state = (state * 1103515245 + 12345) & 0x7fffffff) >> 8) & 0xffff,
    digit = top => next() % (top + 1);
  return Array.from({ length: 4 }, () => (next() % 2 ? `0${digit(6)}4${digit(6)}` : `${digit(4)}0${digit(4)}6`)).join(' ');
}

/** An SVG element for a line of text. */
export function line(text, x, y, size, colour, weight = 0.13, style = {}) {
  const { path, end } = textPath(text, x, y, size, style);
  return {
    svg:
      path &&
      `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${(size * weight).toFixed(2)}" stroke-linecap="round" stroke-linejoin="round"/>`,
    end,
  };
}
