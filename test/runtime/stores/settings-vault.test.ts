import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FileDataKeys } from '../../../lib/local/services/file-data-keys.ts';
import { BrokenError } from '../../../runtime/stores/broken-error.ts';
import type { DataKeys } from '../../../runtime/stores/data-keys.ts';
import { KmsDataKeys } from '../../../runtime/stores/kms-data-keys.ts';
import { DataKeySettingsVault } from '../../../runtime/stores/settings-vault.ts';
import type { EmbeddedServices } from '../../support/embedded-services.ts';
import { startEmbeddedServices } from '../../support/embedded-services.ts';

const SETTINGS = { apiKey: 'kept secret ä💧\ud800', list: ['a'], map: { a: 'b' } };

let embedded: EmbeddedServices;
let folder: string;
beforeAll(async () => {
  embedded = await startEmbeddedServices();
  folder = await mkdtemp(join(tmpdir(), 'sluice-key-'));
});
afterAll(async () => {
  await embedded[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Counts what is unwrapped. */
function counted(dataKeys: DataKeys): { readonly dataKeys: DataKeys; readonly unwrapped: string[] } {
  const unwrapped: string[] = [];
  return {
    unwrapped,
    dataKeys: {
      generate: (context) => dataKeys.generate(context),
      unwrap: (wrapped, context) => {
        unwrapped.push(Buffer.from(wrapped).toString('base64url'));
        return dataKeys.unwrap(wrapped, context);
      },
    },
  };
}

/** Each text that differs from `text` in one character and is still base64url. */
function* changed(text: string): Generator<string> {
  for (const [index, character] of text.split('').entries()) {
    if (character === '.') continue;
    const other = character === 'A' ? 'B' : 'A';
    yield text.slice(0, index) + other + text.slice(index + 1);
  }
}

describe.each([
  ['a key file', () => FileDataKeys.open(join(folder, 'key'))],
  ['KMS', async () => new KmsDataKeys(embedded.kms, 'alias/sluice')],
])('DataKeySettingsVault with %s', (_, openKeys: () => Promise<DataKeys>) => {
  test('opens what it sealed, for the same destination, also in another process', async () => {
    const sealed = await new DataKeySettingsVault(await openKeys()).seal('dst_1', SETTINGS);
    expect(sealed).toMatch(/^v1\.[\w-]+\.[\w-]+$/);
    expect(sealed).not.toContain('secret');
    await expect(new DataKeySettingsVault(await openKeys()).open('dst_1', sealed)).resolves.toEqual(SETTINGS);
  });

  test('seals the same settings differently each time', async () => {
    const vault = new DataKeySettingsVault(await openKeys());
    expect(await vault.seal('dst_1', SETTINGS)).not.toBe(await vault.seal('dst_1', SETTINGS));
  });

  test('refuses another destination, also after the right one', async () => {
    const vault = new DataKeySettingsVault(await openKeys());
    const sealed = await vault.seal('dst_1', SETTINGS);
    await vault.open('dst_1', sealed);
    await expect(vault.open('dst_2', sealed)).rejects.toBeInstanceOf(BrokenError);
  });

  test('refuses the sealed text of one destination under the header of another text', async () => {
    const vault = new DataKeySettingsVault(await openKeys());
    const [one, other] = [await vault.seal('dst_1', SETTINGS), await vault.seal('dst_1', SETTINGS)];
    const mixed = [...one.split('.').slice(0, 2), other.split('.')[2]].join('.');
    await expect(vault.open('dst_1', mixed)).rejects.toThrow(
      'Cannot open the settings of destination "dst_1": they are not as they were sealed',
    );
  });

  test('refuses a text that is changed in any one place', async () => {
    const vault = new DataKeySettingsVault(await openKeys());
    const sealed = await vault.seal('dst_1', { a: 'b' });
    for (const other of changed(sealed)) {
      await expect(vault.open('dst_1', other)).rejects.toBeInstanceOf(BrokenError);
    }
  });

  test('unwraps a key once, also when it is asked twice at once', async () => {
    const { dataKeys, unwrapped } = counted(await openKeys());
    const vault = new DataKeySettingsVault(dataKeys);
    const sealed = await vault.seal('dst_1', SETTINGS);
    await Promise.all([vault.open('dst_1', sealed), vault.open('dst_1', sealed)]);
    await vault.open('dst_1', sealed);
    expect(unwrapped).toHaveLength(1);
  });
});

describe('DataKeySettingsVault', () => {
  test.each([
    '',
    'v2.AAAA.AAAA',
    'plain text',
    'v1',
    'v1..',
    'v1.AAAA.AAAA.AAAA',
    'v1.AAA=.AAAA',
    'v1.AAAA.AAAA\n',
  ])('refuses what is no sealed text: %j', async (text) => {
    const vault = new DataKeySettingsVault(await FileDataKeys.open(join(folder, 'key')));
    await expect(vault.open('dst_1', text)).rejects.toBeInstanceOf(BrokenError);
  });

  test('seals settings of the largest size, and says how much is too much', async () => {
    const vault = new DataKeySettingsVault(await FileDataKeys.open(join(folder, 'key')));
    const largest = { a: 'x'.repeat(64 * 1024 - '{"a":""}'.length) };
    await expect(vault.open('dst_1', await vault.seal('dst_1', largest))).resolves.toEqual(largest);
    await expect(vault.seal('dst_1', { ...largest, a: `${largest.a}x` })).rejects.toThrow(
      'Cannot seal the settings of destination "dst_1": they take 65537 bytes, the limit is 65536',
    );
  });

  test('tries again after a failure of the keeper of its keys', async () => {
    const keys = await FileDataKeys.open(join(folder, 'key'));
    const outages = [new Error('keeper is down')];
    const vault = new DataKeySettingsVault({
      generate: (context) => keys.generate(context),
      unwrap: async (wrapped, context) => {
        const outage = outages.pop();
        if (outage) throw outage;
        return keys.unwrap(wrapped, context);
      },
    });
    const sealed = await vault.seal('dst_1', SETTINGS);
    await expect(vault.open('dst_1', sealed)).rejects.toThrow(/^keeper is down$/);
    await expect(vault.open('dst_1', sealed)).resolves.toEqual(SETTINGS);
  });
});

test('KMS, embedded, says what it does not know', async () => {
  await expect(embedded.kms.send(new DescribeKeyCommand({ KeyId: 'any' }))).rejects.toThrow(
    'only GenerateDataKey and Decrypt are known here',
  );
});
