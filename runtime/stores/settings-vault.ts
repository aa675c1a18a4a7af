import type { Settings } from '../contract/destination.ts';
import { MAX_SETTINGS_BYTES } from '../contract/destination.ts';
import { expectJson, expectObject } from '../contract/shape.ts';
import { openBytes, sealBytes } from './aes-gcm.ts';
import { BrokenError } from './broken-error.ts';
import type { DataKeys, KeyContext } from './data-keys.ts';
import type { SettingsVault } from './ports.ts';
import { TtlCache } from './ttl-cache.ts';

/** Sealed settings read `v1.<wrapped data key>.<nonce, tag and ciphertext>`, both in base64url. */
const VERSION = 'v1';
/** Destinations whose opened settings are kept; at 64 KB each that is 64 MB, and mostly far less. */
const MAX_OPENED = 1_000;

/**
 * Seals each destination's settings with AES-256-GCM under a data key of their own. Destination, version and wrapped key
 * are additional data: nothing of the sealed text can be changed, or used for another destination.
 * What was opened is kept by its sealed text for the life of the process, so that its key is unwrapped once.
 */
export class DataKeySettingsVault implements SettingsVault {
  readonly #dataKeys: DataKeys;
  readonly #opened = new TtlCache<Settings>({ ttlMs: Infinity, maxEntries: MAX_OPENED, now: () => 0 });

  constructor(dataKeys: DataKeys) {
    this.#dataKeys = dataKeys;
  }

  async seal(destinationId: string, settings: Settings): Promise<string> {
    const text = Buffer.from(JSON.stringify(settings));
    if (text.length > MAX_SETTINGS_BYTES) {
      throw new Error(
        `Cannot seal the settings of destination "${destinationId}": they take ${text.length} bytes, the limit is ${MAX_SETTINGS_BYTES}`,
      );
    }
    const { plaintext, wrapped } = await this.#dataKeys.generate(contextOf(destinationId));
    const header = headerOf(wrapped);
    const sealed = sealBytes(text, plaintext, additionalData(header, destinationId));
    return `${header}.${toBase64(sealed)}`;
  }

  open(destinationId: string, sealed: string): Promise<Settings> {
    return this.#opened.get(`${destinationId}\n${sealed}`, () => this.#unseal(destinationId, sealed));
  }

  async #unseal(destinationId: string, sealed: string): Promise<Settings> {
    const what = `open the settings of destination "${destinationId}"`;
    const { header, wrapped, ciphertext } = parseSealed(sealed, what);
    const key = await this.#dataKeys.unwrap(wrapped, contextOf(destinationId));
    try {
      const text = openBytes(ciphertext, key, additionalData(header, destinationId));
      return expectObject(expectJson(Buffer.from(text).toString(), 'settings'), 'settings');
    } catch (cause) {
      throw new BrokenError(what, 'they are not as they were sealed', { cause });
    }
  }
}

interface Sealed {
  readonly header: string;
  readonly wrapped: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/** Strict: one text alone stands for the bytes. @throws BrokenError */
function parseSealed(text: string, what: string): Sealed {
  const [version, wrappedText = '', ciphertextText = ''] = text.split('.');
  if (version !== VERSION)
    throw new BrokenError(what, 'they are sealed in a way that this build does not know');
  const wrapped = Buffer.from(wrappedText, 'base64url');
  const ciphertext = Buffer.from(ciphertextText, 'base64url');
  const header = headerOf(wrapped);
  if (`${header}.${toBase64(ciphertext)}` !== text)
    throw new BrokenError(what, 'the sealed text is malformed');
  return { header, wrapped, ciphertext };
}

function headerOf(wrapped: Uint8Array): string {
  return `${VERSION}.${toBase64(wrapped)}`;
}

function contextOf(destinationId: string): KeyContext {
  return { destinationId };
}

function additionalData(header: string, destinationId: string): string {
  return `${header}.${destinationId}`;
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
