/**
 * What parent and child say to each other, over a pipe, in frames: 18 bytes of header (little-endian), then text in
 * UTF-8. Events cross as the text that came from SQS.
 *
 * | bytes | field |
 * | --- | --- |
 * | 0–3 | length of all that follows |
 * | 4 | kind |
 * | 5 | flags, of `run` |
 * | 6–9 | program |
 * | 10–13 | chunk |
 * | 14–17 | events in the chunk, or KiB of the program |
 */
export interface Frame {
  readonly kind: FrameKind;
  readonly flags: number;
  readonly programId: number;
  readonly chunkId: number;
  readonly count: number;
  readonly text: string;
}

export const FRAME = {
  /** To the child: its options (JSON). Answered by `ready`. */
  start: 1,
  /** To the child: keep this program (JSON) under this id, and load it. Answered by `opened`. */
  open: 2,
  /** To the child: run these events, a line each. Answered by one `ended` or more. */
  run: 3,
  /** To the child: forget the program. */
  close: 4,
  /** To the child: the invocation is over. Answered by `rested`. */
  rest: 5,
  ready: 6,
  opened: 7,
  ended: 8,
  rested: 9,
  /** From the child: the program holds as many KiB as `count` says. */
  size: 10,
} as const;
type FrameKind = (typeof FRAME)[keyof typeof FRAME];

export const FLAG = { batch: 1, alone: 2, recorded: 4, array: 8 } as const;

/** How a chunk is to run, as `run` says it. */
export function flagsOf({
  isBatch,
  isArray,
  isAlone,
  isRecorded,
}: Readonly<Record<'isBatch' | 'isArray' | 'isAlone' | 'isRecorded', boolean>>): number {
  const batch = isArray ? FLAG.array : FLAG.batch;
  return (isBatch ? batch : 0) | (isAlone ? FLAG.alone : 0) | (isRecorded ? FLAG.recorded : 0);
}

const HEADER_BYTES = 18;
const LENGTH_BYTES = 4;
/** A guest's largest answer and a program's code fit with room to spare; more is a broken peer. */
const MAX_FRAME_BYTES = 256 * 1024 * 1024;

export function encodeFrame(frame: Partial<Frame> & Pick<Frame, 'kind'>): Buffer {
  const { kind, flags = 0, programId = 0, chunkId = 0, count = 0, text = '' } = frame;
  const textBytes = Buffer.byteLength(text);
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + textBytes);
  bytes.writeUInt32LE(HEADER_BYTES - LENGTH_BYTES + textBytes, 0);
  bytes.writeUInt8(kind, 4);
  bytes.writeUInt8(flags, 5);
  bytes.writeUInt32LE(programId, 6);
  bytes.writeUInt32LE(chunkId, 10);
  bytes.writeUInt32LE(count, 14);
  bytes.write(text, HEADER_BYTES, 'utf8');
  return bytes;
}

/** Puts frames together from the pieces that a pipe hands over. */
export class FrameReader {
  readonly #onFrame: (frame: Frame) => void;
  #partial: Buffer = Buffer.alloc(0);
  #partialBytes = 0;

  constructor(onFrame: (frame: Frame) => void) {
    this.#onFrame = onFrame;
  }

  /** Takes the next piece; it is not kept, so the caller may use its memory again. */
  push(piece: Buffer): void {
    let at = 0;
    while (at < piece.length) {
      if (this.#partialBytes === 0) {
        const end = frameEnd(piece, at);
        if (end !== null && end <= piece.length) {
          this.#onFrame(decodeFrame(piece.subarray(at, end)));
          at = end;
          continue;
        }
      }
      at += this.#keep(piece.subarray(at));
    }
  }

  /** Copies as much as the frame under way needs. @returns the number of bytes taken */
  #keep(rest: Buffer): number {
    if (this.#partialBytes < LENGTH_BYTES) {
      const head = Buffer.concat([
        this.#partial.subarray(0, this.#partialBytes),
        rest.subarray(0, LENGTH_BYTES - this.#partialBytes),
      ]);
      const end = frameEnd(head, 0);
      const taken = head.length - this.#partialBytes;
      this.#partial = end === null ? head : Buffer.allocUnsafe(end);
      if (end !== null) head.copy(this.#partial);
      this.#partialBytes = head.length;
      return taken;
    }
    const taken = rest.copy(this.#partial, this.#partialBytes);
    this.#partialBytes += taken;
    if (this.#partialBytes === this.#partial.length) {
      const frame = decodeFrame(this.#partial);
      this.#partial = Buffer.alloc(0);
      this.#partialBytes = 0;
      this.#onFrame(frame);
    }
    return taken;
  }
}

/** Where the frame that begins at `at` ends; `null` when its length isn't there yet. */
function frameEnd(bytes: Buffer, at: number): number | null {
  if (bytes.length - at < LENGTH_BYTES) return null;
  const length = bytes.readUInt32LE(at);
  if (length < HEADER_BYTES - LENGTH_BYTES || length > MAX_FRAME_BYTES) {
    throw new Error(`Cannot read a frame: its length is ${length}`);
  }
  return at + LENGTH_BYTES + length;
}

function decodeFrame(bytes: Buffer): Frame {
  return {
    kind: bytes.readUInt8(4) as FrameKind,
    flags: bytes.readUInt8(5),
    programId: bytes.readUInt32LE(6),
    chunkId: bytes.readUInt32LE(10),
    count: bytes.readUInt32LE(14),
    text: bytes.toString('utf8', HEADER_BYTES),
  };
}
