import { Socket } from 'node:net';
import { FrameReader } from '../frames.ts';
import { serveParent } from './serve-parent.ts';

/** The pipe to the parent. Standard output stays unused: on some platforms it is the answer of the Lambda. */
const PARENT_FD = 3;
/** One buffer for all reads, so that a busy pipe allocates nothing. */
const RECEIVE_BYTES = 256 * 1024;

const serve = serveParent((bytes) => parent.write(bytes));
const reader = new FrameReader(serve);
const parent = new Socket({
  fd: PARENT_FD,
  readable: true,
  writable: true,
  onread: {
    buffer: Buffer.allocUnsafe(RECEIVE_BYTES),
    callback: (length, buffer) => {
      reader.push(Buffer.from(buffer.buffer, buffer.byteOffset, length));
      return true;
    },
  },
});
// Without its parent a child has nobody to work for.
parent.on('close', () => process.exit());
parent.on('error', () => process.exit(1));
