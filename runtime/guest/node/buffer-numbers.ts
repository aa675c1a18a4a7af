import { nodeError, invalidArgType, outOfRange } from './node-error.ts';
import { toNumber } from './to-number.ts';
import { validateNumber } from './validate.ts';

type Method = (this: Uint8Array, ...args: unknown[]) => unknown;

/**
 * The methods that read and write numbers, `readUInt8` to `writeDoubleBE`, with Node's checks and messages:
 * https://nodejs.org/api/buffer.html
 */
export function numberMethods(): { readonly [name: string]: Method } {
  const methods: Record<string, Method> = {};
  for (const order of ['LE', 'BE'] as const) {
    for (const sizeBytes of [1, 2, 4]) {
      const suffix = sizeBytes === 1 ? '8' : `${sizeBytes * 8}${order}`;
      addFixed(methods, suffix, { sizeBytes, order });
    }
    addVariable(methods, order);
    addBig(methods, order);
    addFloats(methods, order);
  }
  // Node has both spellings of each.
  for (const name of Object.keys(methods)) {
    if (name.includes('UInt')) methods[name.replace('UInt', 'Uint')] = methods[name]!;
  }
  return methods;
}

type Order = 'LE' | 'BE';

interface Layout {
  readonly sizeBytes: number;
  readonly order: Order;
}

function addFixed(methods: Record<string, Method>, suffix: string, layout: Layout): void {
  methods[`readUInt${suffix}`] = function (offset = 0) {
    return readUnsigned(this, offset, layout);
  };
  methods[`readInt${suffix}`] = function (offset = 0) {
    return signed(readUnsigned(this, offset, layout), layout.sizeBytes);
  };
  methods[`writeUInt${suffix}`] = function (value, offset = 0) {
    return writeInteger(this, { value, offset, ...unsignedRange(layout.sizeBytes), ...layout });
  };
  methods[`writeInt${suffix}`] = function (value, offset = 0) {
    return writeInteger(this, { value, offset, ...signedRange(layout.sizeBytes), ...layout });
  };
}

/** Of one to six bytes, as an argument says. */
function addVariable(methods: Record<string, Method>, order: Order): void {
  methods[`readUInt${order}`] = function (offset, sizeBytes) {
    if (offset === undefined) throw invalidArgType('offset', 'of type number', offset);
    validateSize(sizeBytes);
    return readUnsigned(this, offset, { sizeBytes, order });
  };
  methods[`readInt${order}`] = function (offset, sizeBytes) {
    if (offset === undefined) throw invalidArgType('offset', 'of type number', offset);
    validateSize(sizeBytes);
    return signed(readUnsigned(this, offset, { sizeBytes, order }), sizeBytes);
  };
  methods[`writeUInt${order}`] = function (value, offset, sizeBytes) {
    validateSize(sizeBytes);
    return writeInteger(this, { value, offset, ...unsignedRange(sizeBytes), sizeBytes, order });
  };
  methods[`writeInt${order}`] = function (value, offset, sizeBytes) {
    validateSize(sizeBytes);
    return writeInteger(this, { value, offset, ...signedRange(sizeBytes), sizeBytes, order });
  };
}

function addBig(methods: Record<string, Method>, order: Order): void {
  const isLittle = order === 'LE';
  methods[`readBigUInt64${order}`] = function (offset = 0) {
    return viewAt(this, offset, 8).getBigUint64(0, isLittle);
  };
  methods[`readBigInt64${order}`] = function (offset = 0) {
    return viewAt(this, offset, 8).getBigInt64(0, isLittle);
  };
  methods[`writeBigUInt64${order}`] = function (value, offset = 0) {
    refuseBeyond(value, { from: 0n, to: 2n ** 64n - 1n, range: '>= 0n and < 2n ** 64n' });
    viewAt(this, offset, 8).setBigUint64(0, bigOf(value), isLittle);
    return (offset as number) + 8;
  };
  methods[`writeBigInt64${order}`] = function (value, offset = 0) {
    refuseBeyond(value, {
      from: -(2n ** 63n),
      to: 2n ** 63n - 1n,
      range: '>= -(2n ** 63n) and < 2n ** 63n',
    });
    viewAt(this, offset, 8).setBigInt64(0, bigOf(value), isLittle);
    return (offset as number) + 8;
  };
}

function addFloats(methods: Record<string, Method>, order: Order): void {
  const isLittle = order === 'LE';
  methods[`readFloat${order}`] = function (offset = 0) {
    return viewAt(this, offset, 4).getFloat32(0, isLittle);
  };
  methods[`readDouble${order}`] = function (offset = 0) {
    return viewAt(this, offset, 8).getFloat64(0, isLittle);
  };
  methods[`writeFloat${order}`] = function (value, offset = 0) {
    const number = toNumber(value);
    viewAt(this, offset, 4).setFloat32(0, number, isLittle);
    return (offset as number) + 4;
  };
  methods[`writeDouble${order}`] = function (value, offset = 0) {
    const number = toNumber(value);
    viewAt(this, offset, 8).setFloat64(0, number, isLittle);
    return (offset as number) + 8;
  };
}

function readUnsigned(buffer: Uint8Array, offset: unknown, { sizeBytes, order }: Layout): number {
  validateOffset(buffer, offset, sizeBytes);
  let value = 0;
  for (let index = 0; index < sizeBytes; index += 1) {
    value = value * 256 + buffer[order === 'BE' ? offset + index : offset + sizeBytes - 1 - index]!;
  }
  return value;
}

function signed(value: number, sizeBytes: number): number {
  return value >= 2 ** (sizeBytes * 8 - 1) ? value - 2 ** (sizeBytes * 8) : value;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function unsignedRange(sizeBytes: number): Range {
  return { from: 0, to: 2 ** (sizeBytes * 8) - 1 };
}

function signedRange(sizeBytes: number): Range {
  return { from: -(2 ** (sizeBytes * 8 - 1)), to: 2 ** (sizeBytes * 8 - 1) - 1 };
}

function writeInteger(
  buffer: Uint8Array,
  {
    value,
    offset,
    from,
    to,
    sizeBytes,
    order,
  }: Range & Layout & { readonly value: unknown; readonly offset: unknown },
): number {
  const number = toNumber(value);
  // Node looks at a single byte's offset first, and at all others' after the value.
  if (sizeBytes === 1) validateNumber(offset, 'offset');
  if (number > to || number < from) throw outOfRange('value', rangeText({ from, to, sizeBytes }), number);
  validateOffset(buffer, offset, sizeBytes);
  let rest = Math.trunc(number) || 0;
  for (let index = 0; index < sizeBytes; index += 1) {
    buffer[order === 'LE' ? offset + index : offset + sizeBytes - 1 - index] = rest;
    rest = Math.floor(rest / 256);
  }
  return offset + sizeBytes;
}

function rangeText({ from, to, sizeBytes }: Range & { readonly sizeBytes: number }): string {
  if (sizeBytes <= 4) return `>= ${from} and <= ${to}`;
  const bits = sizeBytes * 8;
  return from === 0 ? `>= 0 and < 2 ** ${bits}` : `>= -(2 ** ${bits - 1}) and < 2 ** ${bits - 1}`;
}

function refuseBeyond(
  value: unknown,
  { from, to, range }: { readonly from: bigint; readonly to: bigint; readonly range: string },
): void {
  if ((value as bigint) > to || (value as bigint) < from) throw outOfRange('value', range, value);
}

/** As arithmetic with a BigInt takes anything else. */
function bigOf(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  throw new TypeError('Cannot mix BigInt and other types, use explicit conversions');
}

function viewAt(buffer: Uint8Array, offset: unknown, sizeBytes: number): DataView {
  validateOffset(buffer, offset, sizeBytes);
  return new DataView(buffer.buffer, buffer.byteOffset + offset, sizeBytes);
}

function validateSize(sizeBytes: unknown): asserts sizeBytes is number {
  validateNumber(sizeBytes, 'byteLength');
  if (Math.floor(sizeBytes) !== sizeBytes) throw outOfRange('byteLength', 'an integer', sizeBytes);
  if (sizeBytes < 1 || sizeBytes > 6) throw outOfRange('byteLength', '>= 1 and <= 6', sizeBytes);
}

function validateOffset(buffer: Uint8Array, offset: unknown, sizeBytes: number): asserts offset is number {
  validateNumber(offset, 'offset');
  if (buffer[offset] !== undefined && buffer[offset + sizeBytes - 1] !== undefined) return;
  if (Math.floor(offset) !== offset) throw outOfRange('offset', 'an integer', offset);
  const last = buffer.length - sizeBytes;
  if (last < 0) {
    throw nodeError(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', 'Attempt to access memory outside buffer bounds');
  }
  throw outOfRange('offset', `>= 0 and <= ${last}`, offset);
}
