import { hexOf } from './hex.ts';

/** How many bytes are shown of one that is logged. */
const MAX_SHOWN_BYTES = 50;

/** What a log shows of bytes: "68 69", of many the first of them and how many more there are. */
export function listBytes(bytes: Uint8Array): string {
  const pairs = hexOf(bytes, 0, Math.min(MAX_SHOWN_BYTES, bytes.length)).replace(/..(?!$)/g, '$& ');
  const left = bytes.length - MAX_SHOWN_BYTES;
  return left > 0 ? `${pairs} ... ${left} more byte${left > 1 ? 's' : ''}` : pairs;
}
