const VIEWS: { readonly [name: string]: unknown } = {
  BigInt64Array,
  BigUint64Array,
  Float32Array,
  Float64Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Uint8Array,
  Uint8ClampedArray,
  Uint16Array,
  Uint32Array,
};

const TypedArray = Object.getPrototypeOf(Uint8Array) as { readonly prototype: object };

/** Says of what kind a view really is, whatever class extends it; `undefined` for a DataView. */
const nameOfView = Object.getOwnPropertyDescriptor(TypedArray.prototype, Symbol.toStringTag)!.get as (
  this: unknown,
) => string | undefined;

/** A copy that can be resized where the original can. */
export function cloneBuffer(buffer: ArrayBuffer): ArrayBuffer {
  if (!buffer.resizable) return buffer.slice(0);
  const copy = new ArrayBuffer(buffer.byteLength, { maxByteLength: buffer.maxByteLength });
  new Uint8Array(copy).set(new Uint8Array(buffer));
  return copy;
}

/** @param cloneOf gives the copy of the view's buffer: views on the same buffer are views on the same copy */
export function cloneView(
  view: ArrayBufferView,
  cloneOf: (buffer: ArrayBufferLike) => ArrayBuffer,
): ArrayBufferView {
  const buffer = cloneOf(view.buffer);
  const { byteOffset, byteLength } = view;
  const name = nameOfView.call(view);
  if (name === undefined) return new DataView(buffer, byteOffset, byteLength);
  const View = (VIEWS[name] ?? (globalThis as Record<string, unknown>)[name]) as Uint8ArrayConstructor;
  return new View(buffer, byteOffset, byteLength / View.BYTES_PER_ELEMENT);
}
