import { describe, test } from '@jest/globals';
import * as fc from 'fast-check';
import { anything, bytes, call, expectSame, odd, runs } from './same-as-node.ts';

describe('Buffer agrees with Node on', () => {
  const kinds = ['UInt', 'Int', 'Uint'].flatMap((kind) => [
    `${kind}8`,
    `${kind}16LE`,
    `${kind}16BE`,
    `${kind}32LE`,
    `${kind}32BE`,
  ]);
  const bigs = ['BigUInt64LE', 'BigUInt64BE', 'BigInt64LE', 'BigInt64BE', 'BigUint64LE', 'BigUint64BE'];
  const floats = ['FloatLE', 'FloatBE', 'DoubleLE', 'DoubleBE'];

  test.each([...kinds, ...bigs, ...floats])('read%s', (kind) => {
    fc.assert(
      fc.property(bytes, fc.oneof(fc.nat(12), anything), (given, offset) => {
        expectSame((Buffer) => call(Buffer.from(given), `read${kind}`, [offset]));
      }),
    );
  });

  test.each(['UIntLE', 'UIntBE', 'IntLE', 'IntBE', 'UintLE', 'UintBE'])('read%s and its writing', (kind) => {
    const number = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double(), anything);
    fc.assert(
      fc.property(
        number,
        fc.oneof(fc.nat(9), anything),
        fc.oneof(fc.integer({ min: 1, max: 6 }), anything),
        (value, offset, sizeBytes) => {
          // Which Node writes as -1 in some bytes, and as 0 in others.
          fc.pre(typeof value !== 'number' || value >= 0 || value <= -1);
          expectSame((Buffer) =>
            call(Buffer.from('0123456789abcdef', 'hex'), `read${kind}`, [offset, sizeBytes]),
          );
          expectSame((Buffer) => {
            const buffer = Buffer.alloc(8);
            return [call(buffer, `write${kind}`, [value, offset, sizeBytes]), buffer.toString('hex')];
          });
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test.each([...kinds, ...bigs, ...floats])('write%s', (kind) => {
    const number = fc.oneof(
      fc.integer({ min: -300, max: 70_000 }),
      fc.integer(),
      fc.maxSafeInteger(),
      fc.double(),
      fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }),
      odd,
      anything,
    );
    fc.assert(
      fc.property(number, fc.oneof(fc.nat(9), anything), (value, offset) => {
        expectSame((Buffer) => {
          const buffer = Buffer.alloc(9);
          return [call(buffer, `write${kind}`, [value, offset]), buffer.toString('hex')];
        });
      }),
      runs,
    );
  });
});
