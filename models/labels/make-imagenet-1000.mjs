// Makes imagenet-1000.json: name and parents of each ImageNet class, from WordNet 3.0's nouns (Debian package wordnet-base).
//   node models/labels/make-imagenet-1000.mjs [/usr/share/wordnet/data.noun]
// A class id is "n" and the byte offset of its synset in data.noun; its first word is the name. Parents are its hypernyms, nearest
// first, over every path, up to "animal", "person", "food" or "plant", without those that say nothing to a person.
import { readFileSync, writeFileSync } from 'node:fs';

const here = new URL('.', import.meta.url);
const nouns = readFileSync(process.argv[2] ?? '/usr/share/wordnet/data.noun', 'latin1').split('\n');
const tops = new Set(['animal', 'person', 'food', 'plant', 'fungus', 'fruit', 'vehicle', 'building', 'furniture', 'clothing', 'musical instrument']);
const abstract = new Set(`entity|physical entity|abstraction|object|whole|artifact|instrumentality|instrumentation|device|matter|substance|thing|
part|unit|living thing|organism|natural object|causal agent|way|passage|attribute|psychological feature|event|act|group|measure|solid|
chordate|vertebrate|placental|aquatic vertebrate|anapsid|diapsid|eutherian|amniote|commodity|consumer goods|durables|merchandise|invention|
container|covering|structure|conveyance|implement|equipment|system|mechanism|structure|facility|artefact|creation|product|
foodstuff|nutriment|body|plant part|plant organ|natural elevation|geological formation|protective covering|mechanical device|
article|relation|communication|visual communication|signal|representation|area|construction|decoration|obstruction|restraint|
ware|top|strip|piece|line|establishment|place of business|mercantile establishment|surface|vascular plant|reproductive structure`
  .split('|').map(word => word.trim()));

const synsets = new Map();
for (const line of nouns) {
  if (!/^\d{8} /.test(line)) {
    continue;
  }

  const fields = line.split(' | ')[0].split(' ');
  const words = parseInt(fields[3], 16);
  const at = 4 + words * 2;
  const hypernyms = [];
  for (let pointer = 0; pointer < Number(fields[at]); pointer++) {
    const [symbol, target, kind] = fields.slice(at + 1 + pointer * 4);
    if (kind === 'n' && (symbol === '@' || symbol === '@i')) {
      hypernyms.push(target);
    }
  }

  synsets.set(fields[0], { name: fields[4].replaceAll('_', ' '), hypernyms });
}

function parents(offset) {
  const names = [];
  let level = synsets.get(offset).hypernyms;
  while (level.length > 0) {
    const next = [];
    for (const parent of level.map(above => synsets.get(above))) {
      if (!abstract.has(parent.name) && !names.includes(parent.name)) {
        names.push(parent.name);
      }

      if (!tops.has(parent.name)) {
        next.push(...parent.hypernyms);
      }
    }

    level = next;
  }

  // The most general last, whichever path reached it first.
  return [...names.filter(name => !tops.has(name)), ...names.filter(name => tops.has(name))].slice(-12);
}

const ids = readFileSync(new URL('imagenet-1000.ids', here), 'utf8').trim().split(/\s+/);
const labels = ids.map(id => JSON.stringify({ id, names: { en: synsets.get(id.slice(1)).name }, parents: parents(id.slice(1)) }));
writeFileSync(new URL('imagenet-1000.json', here), `[\n${labels.join(',\n')}\n]\n`);
