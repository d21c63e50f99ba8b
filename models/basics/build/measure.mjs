// How often each tag is right: on generated pictures that were not trained on, and on real ones labelled by eye.
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import sharp from 'sharp';
import { LeadingColours } from './colours.mjs';
import { Ids } from './labels.mjs';
import { openPicture } from './pictures.mjs';
import { blotches, oddPictures, ownNeighbours } from './probes.mjs';
import { Kinds, sample, Size, toInput } from './sample.mjs';
import { lookOf, Looks, presenceOf } from './truth.mjs';

const FirstUnseen = 1_000_000,
  Unseen = 600,
  Threshold = 0.5,
  BlurShare = 0.012;
const Regions = ['sky', 'vegetation', 'water', 'sunset'];

export async function openModel(folder) {
  const session = await ort.InferenceSession.create(await readFile(new URL('model.onnx', folder)), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  return async bytes => session.run({ image: new ort.Tensor('float32', toInput(bytes), [1, 3, Size, Size]) });
}

export async function toModelSize({ data, width, height }) {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .resize(Size, Size, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer();
}

/** The middle of a picture: 70 % of its width and height. */
async function cutOut({ data, width, height }) {
  const w = Math.ceil(width * 0.7),
    h = Math.ceil(height * 0.7),
    region = { left: Math.floor((width - w) / 2), top: Math.floor((height - h) / 2), width: w, height: h };
  return {
    data: await sharp(data, { raw: { width, height, channels: 3 } })
      .extract(region)
      .raw()
      .toBuffer(),
    width: w,
    height: h,
  };
}

const tagsOf = answer => Ids.filter((_, i) => answer.scores.data[i] >= Threshold);

/** Counts, per tag, how often it was given, given rightly, true, and true but not given. */
class Tally {
  rows = new Map(Ids.map(id => [id, { given: 0, right: 0, truth: 0, found: 0 }]));

  /** `truth(id)` is true, false, or undefined where nobody can say. */
  add(given, truth, mustFind = truth) {
    for (const id of Ids) {
      const row = this.rows.get(id),
        is = truth(id);
      if (is === undefined) continue;
      if (given.includes(id)) {
        row.given++;
        if (is) row.right++;
      }
      if (mustFind(id)) {
        row.truth++;
        if (given.includes(id)) row.found++;
      }
    }
  }

  text(id) {
    const { given, right, truth, found } = this.rows.get(id),
      share = (a, b) => (b ? `${Math.round((a / b) * 100)} %` : '–');
    return `${right}/${given} ${share(right, given)} | ${found}/${truth} ${share(found, truth)}`;
  }
}

async function onGenerated(run) {
  const tally = new Tally();
  for (let n = 0; n < Unseen; n++) {
    const made = await sample(FirstUnseen + n),
      presence = presenceOf(made.regions),
      look = lookOf(made.bytes),
      given = tagsOf(await run(made.bytes));
    tally.add(given, id => {
      if (Kinds.includes(id)) return made.kind === id;
      if (Regions.includes(id)) {
        const is = presence[Regions.indexOf(id)];
        return Number.isNaN(is) ? undefined : is === 1;
      }
      if (id === 'sharp' || id === 'blurred') return made.focus === id;
      return Looks.includes(id) ? look.has(id) : undefined;
    });
  }
  return tally;
}

async function onBlotches(run) {
  const tally = new Tally();
  for (let n = 0; n < Unseen; n++) {
    const bytes = blotches(FirstUnseen + n);
    const look = lookOf(bytes);
    tally.add(tagsOf(await run(bytes)), id => (LeadingColours.includes(id) ? look.has(id) : undefined));
  }
  return tally;
}

async function onReal(run, folder, truths, say) {
  const plain = new Tally(),
    blurred = new Tally(),
    pairs = [];
  for (const [name, { tags, also }] of Object.entries(truths)) {
    const path = join(folder, name);
    if (!existsSync(path)) {
      say(`missing: ${name}`);
      continue;
    }
    const picture = await openPicture(path),
      answer = await run(await toModelSize(picture)),
      given = tagsOf(answer);
    pairs.push([[...answer.embedding.data], [...(await run(await toModelSize(await cutOut(picture)))).embedding.data]]);
    plain.add(
      given,
      id => tags.includes(id) || also.includes(id),
      id => tags.includes(id),
    );
    const wrong = given.filter(id => !tags.includes(id) && !also.includes(id)),
      missed = tags.filter(id => !given.includes(id));
    say(
      `${name}: ${given.join(', ')}${wrong.length ? `  WRONG ${wrong.join(', ')}` : ''}${missed.length ? `  missed ${missed.join(', ')}` : ''}`,
    );
    const soft = await sharp(picture.data, { raw: { width: picture.width, height: picture.height, channels: 3 } })
      .blur(BlurShare * Math.max(picture.width, picture.height))
      .raw()
      .toBuffer();
    blurred.add(tagsOf(await run(await toModelSize({ ...picture, data: soft }))), id =>
      id === 'blurred' ? true : id === 'sharp' ? false : undefined,
    );
  }
  return { plain, blurred, neighbours: ownNeighbours(pairs) };
}

/** @param {string[]} folders the photos' folder, then that of the Rust documentation (share/doc/rust/html), both optional */
export async function measurePack(folder, folders) {
  const run = await openModel(folder),
    truth = JSON.parse(readFileSync(new URL('truth.json', import.meta.url))),
    lines = [];
  const say = text => console.log(text),
    columns = [
      ['generated', await onGenerated(run)],
      ['blotches', await onBlotches(run)],
    ];
  for (const [n, set] of ['photos', 'rust-docs'].entries()) {
    if (!folders[n]) continue;
    const { plain, blurred, neighbours } = await onReal(run, folders[n], truth[set], say);
    say(`${set}: ${neighbours.join(' of ')} pictures are the nearest to a cut-out of themselves`);
    columns.push([set, plain]);
    say(`${set}, blurred: blurred ${blurred.text('blurred')}, sharp given ${blurred.rows.get('sharp').given} times`);
  }
  for (const row of await oddPictures(run, Threshold)) say(row);
  say(`\n| tag | ${columns.map(([name]) => `${name}: right of given | found of true`).join(' | ')} |`);
  for (const id of Ids) lines.push(`| ${id} | ${columns.map(([, tally]) => tally.text(id)).join(' | ')} |`);
  say(lines.join('\n'));
}
