import { TextDecoder as NodeDecoder, TextEncoder as NodeEncoder } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { TextDecoder } from '../../../../runtime/guest/web/text-decoder.ts';
import { TextEncoder } from '../../../../runtime/guest/web/text-encoder.ts';
import { anyText } from '../../../support/arbitraries.ts';
import { answerOf } from '../answer-of.ts';

describe('TextEncoder', () => {
  test('encodes what it is given as text', () => {
    for (const input of [undefined, '', 'é', 5, null, { toString: () => 'x' }]) {
      expect([...new TextEncoder().encode(input)]).toEqual([...new NodeEncoder().encode(input as string)]);
    }
    expect(new TextEncoder().encoding).toBe('utf-8');
  });

  test('encodes into what room there is, whole characters only', () => {
    fc.assert(
      fc.property(anyText(), fc.nat(40), (text, room) => {
        const [ours, nodes] = [new Uint8Array(room), new Uint8Array(room)];
        expect(new TextEncoder().encodeInto(text, ours)).toEqual(new NodeEncoder().encodeInto(text, nodes));
        expect(ours).toEqual(nodes);
      }),
    );
  });
});

describe('TextDecoder', () => {
  test.each(['utf-8', 'UTF8', ' utf-8\n', 'unicode-1-1-utf-8', undefined])('knows the label %j', (label) => {
    const [ours, nodes] = [new TextDecoder(label), new NodeDecoder(label)];
    expect([ours.encoding, ours.fatal, ours.ignoreBOM]).toEqual([
      nodes.encoding,
      nodes.fatal,
      nodes.ignoreBOM,
    ]);
  });

  test('refuses labels of other encodings', () => {
    for (const label of ['shift_jis', 'no', '']) expect(() => new TextDecoder(label)).toThrow(RangeError);
  });

  test('decodes buffers and views on them', () => {
    const bytes = Uint8Array.from([0x41, 0xc3, 0xa9, 0x42, 0x43, 0x44, 0x45, 0x46]);
    const inputs = [
      undefined,
      bytes,
      bytes.buffer,
      bytes.subarray(1, 3),
      new DataView(bytes.buffer, 3, 2),
      new Uint16Array(bytes.buffer),
    ];
    for (const input of inputs) {
      expect(new TextDecoder().decode(input)).toBe(new NodeDecoder().decode(input));
    }
  });

  test('refuses what is no UTF-8 where it is to', () => {
    const bytes = Uint8Array.of(0xff);
    const options = { fatal: true };
    expect(answerOf(() => new TextDecoder('utf-8', options).decode(bytes))).toBe(
      answerOf(() => new NodeDecoder('utf-8', options).decode(bytes)),
    );
    expect(new TextDecoder('utf-8', options).fatal).toBe(true);
  });

  test('decodes bytes that come piece by piece as Node does', () => {
    const label = fc.constantFrom('utf-8', 'utf-16le', 'utf-16be', 'latin1');
    const byte = fc.oneof(
      fc.integer({ min: 0, max: 255 }),
      fc.constantFrom(0xef, 0xbb, 0xbf, 0xfe, 0xff, 0xd8, 0xdc, 0xf0, 0x9f, 0x98, 0x80),
    );
    const pieces = fc.array(fc.array(byte, { maxLength: 5 }), { maxLength: 6 });
    const options = fc.record({ fatal: fc.boolean(), ignoreBOM: fc.boolean() });
    fc.assert(
      fc.property(label, pieces, options, (name, all, each) => {
        // Where the pieces end may differ; what they are together may not.
        const whole = [new TextDecoder(name, each), new NodeDecoder(name, each)].map((decoder) =>
          answerOf(() => {
            let text = '';
            for (const bytes of all) text += decoder.decode(Uint8Array.from(bytes), { stream: true });
            return text + decoder.decode();
          }),
        );
        expect(whole[0]).toEqual(whole[1]);
      }),
      { numRuns: 1_000 },
    );
  });
});
