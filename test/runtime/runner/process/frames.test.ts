import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Frame } from '../../../../runtime/runner/process/frames.ts';
import { encodeFrame, FRAME, FrameReader } from '../../../../runtime/runner/process/frames.ts';

const number32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const anyFrame: fc.Arbitrary<Frame> = fc.record({
  kind: fc.constantFrom(...Object.values(FRAME)),
  flags: fc.nat(255),
  programId: number32,
  chunkId: number32,
  count: number32,
  text: fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.constant('x'.repeat(3_000))),
});

/** Reads bytes in pieces of these lengths, the last one to the end; each piece's memory is used again. */
function readInPieces(bytes: Buffer, lengths: readonly number[]): readonly Frame[] {
  const frames: Frame[] = [];
  const reader = new FrameReader((frame) => frames.push(frame));
  let at = 0;
  for (const length of [...lengths, bytes.length]) {
    const piece = Buffer.from(bytes.subarray(at, at + length));
    reader.push(piece);
    piece.fill(0xee);
    at += length;
  }
  return frames;
}

describe('frames', () => {
  test('are the same however their bytes are split', () => {
    fc.assert(
      fc.property(
        fc.array(anyFrame, { maxLength: 6 }),
        fc.array(fc.nat(50), { maxLength: 200 }),
        (frames, lengths) => {
          const bytes = Buffer.concat(frames.map(encodeFrame));
          expect(readInPieces(bytes, lengths)).toEqual(frames);
        },
      ),
    );
  });

  test('are read byte by byte', () => {
    const frames: Frame[] = [
      { kind: FRAME.run, flags: 7, programId: 1, chunkId: 2, count: 3, text: 'é😀\u0000' },
      { kind: FRAME.rest, flags: 0, programId: 0, chunkId: 0, count: 0, text: '' },
    ];
    const bytes = Buffer.concat(frames.map(encodeFrame));
    expect(
      readInPieces(
        bytes,
        Array.from(bytes, () => 1),
      ),
    ).toEqual(frames);
  });

  test('have zeros and an empty text where nothing is said', () => {
    expect(readInPieces(encodeFrame({ kind: FRAME.close }), [])).toEqual([
      { kind: FRAME.close, flags: 0, programId: 0, chunkId: 0, count: 0, text: '' },
    ]);
  });

  test('with a length that is too short or too long are refused, however the length comes', () => {
    for (const length of [0, 1, 13, 256 * 1024 * 1024 + 1, 0xffffffff]) {
      const bytes = Buffer.alloc(64);
      bytes.writeUInt32LE(length, 0);
      for (const lengths of [[], [1, 1, 1, 1], [3]]) {
        expect(() => readInPieces(bytes, lengths)).toThrow(`Cannot read a frame: its length is ${length}`);
      }
    }
  });

  test('that are not whole are waited for', () => {
    const bytes = encodeFrame({ kind: FRAME.run, text: 'text' });
    for (let length = 0; length < bytes.length; length += 1) {
      expect(readInPieces(bytes.subarray(0, length), [])).toEqual([]);
    }
  });
});
