// The part of the protobuf wire format that an ONNX file needs (https://protobuf.dev/programming-guides/encoding/).

const Varint = 0,
  LengthDelimited = 2;

function varint(value) {
  const bytes = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 128);
  } while (rest !== 0n);
  return Buffer.from(bytes);
}

const tag = (field, wire) => varint((field << 3) | wire);

export const intField = (field, value) => Buffer.concat([tag(field, Varint), varint(value)]);
export const bytesField = (field, bytes) => Buffer.concat([tag(field, LengthDelimited), varint(bytes.length), bytes]);
export const stringField = (field, text) => bytesField(field, Buffer.from(text, 'utf8'));
export const message = fields => Buffer.concat(fields);

export function floatBytes(values) {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => bytes.writeFloatLE(value, i * 4));
  return bytes;
}

export function longBytes(values) {
  const bytes = Buffer.alloc(values.length * 8);
  values.forEach((value, i) => bytes.writeBigInt64LE(BigInt(value), i * 8));
  return bytes;
}
