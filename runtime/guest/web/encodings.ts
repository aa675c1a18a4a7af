import { decodeUtf8, incompleteUtf8 } from './utf8.ts';
import { decodeUtf16, incompleteUtf16 } from './utf16.ts';
import { decodeWindows1252 } from './windows1252.ts';

/** How the bytes of an encoding become text. */
export interface Encoding {
  readonly name: string;
  /** @throws TypeError for what is none of the encoding's, where `fatal` is set */
  decode(bytes: Uint8Array, fatal: boolean): string;
  /** How many bytes at the end begin a character that more bytes may complete. */
  incomplete(bytes: Uint8Array): number;
}

const UTF_8: Encoding = {
  name: 'utf-8',
  decode: (bytes, fatal) => decodeUtf8(bytes, { fatal, ignoreBOM: true }),
  incomplete: incompleteUtf8,
};
const UTF_16LE: Encoding = {
  name: 'utf-16le',
  decode: (bytes, fatal) => decodeUtf16(bytes, { fatal, isBigEndian: false }),
  incomplete: (bytes) => incompleteUtf16(bytes, { isBigEndian: false }),
};
const UTF_16BE: Encoding = {
  name: 'utf-16be',
  decode: (bytes, fatal) => decodeUtf16(bytes, { fatal, isBigEndian: true }),
  incomplete: (bytes) => incompleteUtf16(bytes, { isBigEndian: true }),
};
const WINDOWS_1252: Encoding = { name: 'windows-1252', decode: decodeWindows1252, incomplete: () => 0 };

/** https://encoding.spec.whatwg.org/#names-and-labels, of those that a partner's answers are in. */
const LABELS: readonly (readonly [Encoding, string])[] = [
  [UTF_8, 'utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8'],
  [UTF_16LE, 'utf-16 utf-16le csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff'],
  [UTF_16BE, 'utf-16be unicodefffe'],
  [
    WINDOWS_1252,
    `windows-1252 x-cp1252 cp1252 latin1 l1 ascii us-ascii ansi_x3.4-1968 cp819 ibm819 csisolatin1 iso-8859-1
    iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 iso-ir-100`,
  ],
];

/** @throws RangeError for a label that names none of the encodings we know */
export function encodingOf(label: unknown): Encoding {
  const name = `${label as string}`.replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, '').toLowerCase();
  for (const [encoding, labels] of LABELS) if (labels.split(/\s+/).includes(name)) return encoding;
  throw new RangeError(
    `Cannot decode "${name.slice(0, 40)}": only utf-8, utf-16le, utf-16be and windows-1252 are supported`,
  );
}
