// A graph of ONNX operators, described once: written as a model file here, run in plain JavaScript by evaluate.mjs.
import { bytesField, floatBytes, intField, longBytes, message, stringField } from './protobuf.mjs';

const OpSet = 17,
  IrVersion = 8,
  Float = 1,
  Int64 = 7;
const AttributeType = { float: 1, int: 2, string: 3, ints: 7 };

export class Graph {
  nodes = [];
  constants = new Map();
  #count = 0;

  constructor(inputName, inputShape) {
    this.input = { name: inputName, shape: inputShape };
    this.outputs = [];
  }

  /** Adds a node with one output and returns the output's name. */
  add(op, inputs, attributes = {}, name = `${op.toLowerCase()}${++this.#count}`) {
    this.nodes.push({ op, inputs, output: name, attributes });
    return name;
  }

  /** A constant tensor of float32 numbers; returns its name. */
  constant(values, shape = [values.length], name = `c${++this.#count}`) {
    this.constants.set(name, { shape, data: Float32Array.from(values) });
    return name;
  }

  /** A constant tensor of int64 numbers, for shapes, axes and pads. */
  whole(values) {
    const name = `i${++this.#count}`;
    this.constants.set(name, { shape: [values.length], data: values, whole: true });
    return name;
  }

  output(name, shape) {
    this.outputs.push({ name, shape });
  }

  scalar(value) {
    return this.constant([value], []);
  }
  affine(x, factor, offset) {
    return this.add('Add', [this.add('Mul', [x, this.scalar(factor)]), this.scalar(offset)]);
  }
  convolve(x, weights, shape, bias, attributes = {}) {
    return this.add('Conv', [x, this.constant(weights, shape), ...(bias ? [this.constant(bias)] : [])], {
      kernel_shape: shape.slice(2),
      ...attributes,
    });
  }
  average(x, window, stride = window, pad = 0) {
    return this.#pool('AveragePool', x, window, stride, pad);
  }
  maximum(x, window, stride = window, pad = 0) {
    return this.#pool('MaxPool', x, window, stride, pad);
  }
  #pool(op, x, window, stride, pad) {
    return this.add(op, [x], { kernel_shape: [window, window], strides: [stride, stride], pads: [pad, pad, pad, pad] });
  }

  /** The graph as the bytes of an ONNX model file. */
  toBytes(producer) {
    const graph = message([
      ...this.nodes.map(node => bytesField(1, nodeBytes(node))),
      stringField(2, producer),
      ...[...this.constants].map(([name, tensor]) => bytesField(5, tensorBytes(name, tensor))),
      bytesField(11, valueBytes(this.input)),
      ...this.outputs.map(output => bytesField(12, valueBytes(output))),
    ]);
    return message([
      intField(1, IrVersion),
      stringField(2, producer),
      bytesField(7, graph),
      bytesField(8, message([stringField(1, ''), intField(2, OpSet)])),
    ]);
  }
}

function nodeBytes({ op, inputs, output, attributes }) {
  return message([
    ...inputs.map(name => stringField(1, name)),
    stringField(2, output),
    stringField(3, output),
    stringField(4, op),
    ...Object.entries(attributes).map(([name, value]) => bytesField(5, attributeBytes(name, value))),
  ]);
}

function attributeBytes(name, value) {
  const head = stringField(1, name);
  if (Array.isArray(value)) return message([head, ...value.map(one => intField(8, one)), intField(20, AttributeType.ints)]);
  if (typeof value === 'string') return message([head, stringField(4, value), intField(20, AttributeType.string)]);
  return message([head, intField(3, value), intField(20, AttributeType.int)]);
}

function tensorBytes(name, { shape, data, whole }) {
  return message([
    ...shape.map(size => intField(1, size)),
    intField(2, whole ? Int64 : Float),
    stringField(8, name),
    bytesField(9, whole ? longBytes(data) : floatBytes(data)),
  ]);
}

function valueBytes({ name, shape }) {
  const dimensions = message(shape.map(size => bytesField(1, message([intField(1, size)]))));
  const tensor = message([intField(1, Float), bytesField(2, dimensions)]);
  return message([stringField(1, name), bytesField(2, message([bytesField(1, tensor)]))]);
}
