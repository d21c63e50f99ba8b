// npm's usearch, exact search on one thread. node usearch.mjs BLOCK DIMENSION K: reads the packed int8 rows of the file BLOCK, then for each line
// "N N N …" (a query, int8) on its input writes the processor time and the clock's time in ms, and the rows that were found, as a line of JSON.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { MetricKind, exactSearch } from 'usearch';

const [, , file, dimension, k] = process.argv;
const bytes = readFileSync(file);
const block = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
console.log('{}');
for await (const line of createInterface({ input: process.stdin })) {
  const query = Int8Array.from(line.split(' '), Number);
  const before = process.cpuUsage(), start = performance.now();
  const { keys } = exactSearch(block, query, Number(dimension), Number(k), MetricKind.Cos, 1);
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ cpu: (user + system) / 1000, wall, rows: Array.from(keys, Number) }));
}
