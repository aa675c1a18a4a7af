import { nodeError } from '../node/node-error.ts';
import { bytesOf, isBufferSource } from '../web/bytes-of.ts';

/** https://nodejs.org/api/crypto.html#cryptotimingsafeequala-b */
export function timingSafeEqual(first: unknown, second: unknown): boolean {
  const [one, other] = [bytesAt('buf1', first), bytesAt('buf2', second)];
  if (one.length !== other.length) {
    throw nodeError(
      RangeError,
      'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH',
      'Input buffers must have the same byte length',
    );
  }
  let difference = 0;
  for (let index = 0; index < one.length; index += 1) difference |= one[index]! ^ other[index]!;
  return difference === 0;
}

function bytesAt(name: string, value: unknown): Uint8Array {
  if (isBufferSource(value)) return bytesOf(value);
  throw nodeError(
    TypeError,
    'ERR_INVALID_ARG_TYPE',
    `The "${name}" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`,
  );
}
