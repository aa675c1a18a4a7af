import { rmdirSync } from 'node:fs';
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
// Without its parent a child has nobody to work for, and nobody removes its working directory but itself.
parent.on('close', leave);
parent.on('error', leave);

function leave(): void {
  try {
    // Nothing but an empty folder goes this way.
    rmdirSync(process.cwd());
  } catch {
    // The parent was faster, or somebody started this file by hand, elsewhere.
  }
  process.exit();
}
