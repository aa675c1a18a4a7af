import { rmdirSync } from 'node:fs';
import { Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { FrameReader } from '../frames.ts';
import { serveParent } from './serve-parent.ts';

/** The pipe to the parent. Standard output stays unused: on some platforms it is the answer of the Lambda. */
const PARENT_FD = 3;
/** One buffer for all reads, so that a busy pipe allocates nothing. */
const RECEIVE_BYTES = 256 * 1024;

// For the isolates to come: little room for young objects, so that 10,000 events leave 3.5 MB in one that is still at work
// and not 10. It costs no time that could be measured; `--optimize-for-size`, which does the same, costs 15 µs of CPU
// time an event in place of 10. This process's own heap was laid out before.
setFlagsFromString('--max-semi-space-size=1');

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
