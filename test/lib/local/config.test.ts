import { describe, expect, test } from '@jest/globals';
import { DEFAULT_RETRY_POLICY } from '../../../runtime/contract/retry-policy.ts';
import { parseLocalConfig } from '../../../lib/local/config.ts';

const SOURCE = { name: 'web', writeKey: 'wk_web' };
const DESTINATION = { name: 'Acme CRM', source: 'web', function: './acme' };

function problemsOf(input: unknown): readonly string[] {
  const result = parseLocalConfig(input);
  return result.kind === 'parsed' ? [] : result.problems.map(({ path, reason }) => `${path}: ${reason}`);
}

describe('parseLocalConfig()', () => {
  test('fills in what a config leaves out', () => {
    expect(parseLocalConfig({ sources: [SOURCE], destinations: [DESTINATION] })).toEqual({
      kind: 'parsed',
      config: {
        sources: [SOURCE],
        destinations: [{ ...DESTINATION, settings: {}, enabled: true, retry: DEFAULT_RETRY_POLICY }],
        allowPrivateNetwork: [],
      },
    });
  });

  test('takes all that a config can say', () => {
    const settings = { apiKey: 'k', flags: { deep: [1, null] } };
    const retry = { firstDelayMs: 1000, maxDelayMs: 5000, windowMs: 60_000 };
    const destination = { ...DESTINATION, settings, enabled: false, retry };
    const result = parseLocalConfig({
      sources: [SOURCE],
      destinations: [destination],
      allowPrivateNetwork: ['127.0.0.1:9000', 'localhost:9001'],
    });
    expect(result).toMatchObject({
      kind: 'parsed',
      config: {
        destinations: [{ ...destination, retry: { ...retry, maxAttempts: 0 } }],
        allowPrivateNetwork: ['127.0.0.1:9000', 'localhost:9001'],
      },
    });
  });

  test.each([
    ['what is missing', {}, ['sources: is missing', 'destinations: is missing']],
    ['what is no object', [], [': must be an object, is an array']],
    [
      'a member that it does not know, and those that it does',
      { sources: [{ ...SOURCE, key: 1 }], destinations: [], source: 1 },
      [
        'sources[0].key: is unknown, use name, writeKey',
        'source: is unknown, use sources, destinations, allowPrivateNetwork',
      ],
    ],
    [
      'each member of the wrong type',
      { sources: [SOURCE], destinations: [{ ...DESTINATION, settings: [], enabled: 'yes', retry: 5 }] },
      [
        'destinations[0].settings: must be an object, is an array',
        'destinations[0].enabled: must be a boolean, is a string',
        'destinations[0].retry: must be an object, is a number',
      ],
    ],
    [
      'a retry policy that the contract does not know',
      { sources: [SOURCE], destinations: [{ ...DESTINATION, retry: { windowMs: -1 } }] },
      ['destinations[0].retry.windowMs: must be a whole number from 0 to 1036800000, is -1'],
    ],
    [
      'names that are empty, too long, or end with a space',
      {
        sources: [
          { name: '', writeKey: '' },
          { name: 'x'.repeat(101), writeKey: 'a' },
          { name: 'b ', writeKey: 'b' },
        ],
        destinations: [],
      },
      [
        'sources[0].name: must not be empty',
        'sources[0].writeKey: must not be empty',
        'sources[1].name: must have at most 100 characters',
        'sources[2].name: must not begin or end with a space',
      ],
    ],
    [
      'names and write keys that are there twice, without telling the key',
      { sources: [SOURCE, SOURCE], destinations: [DESTINATION, DESTINATION] },
      [
        'sources[1].name: is that of sources[0] already',
        'sources[1].writeKey: is that of sources[0] already',
        'destinations[1].name: is that of destinations[0] already',
      ],
    ],
    [
      'a destination whose source does not exist',
      { sources: [SOURCE], destinations: [{ ...DESTINATION, source: 'wep' }] },
      ['destinations[0].source: is no source\'s name, use "web", is "wep"'],
    ],
    [
      'settings over 64 KB',
      { sources: [SOURCE], destinations: [{ ...DESTINATION, settings: { a: 'x'.repeat(65_536) } }] },
      ['destinations[0].settings: takes more than 65536 bytes as JSON'],
    ],
    [
      'a peer without a port',
      { sources: [], destinations: [], allowPrivateNetwork: ['127.0.0.1:9000', '127.0.0.1'] },
      ['allowPrivateNetwork[1]: must be "host:port", is "127.0.0.1"'],
    ],
  ])('names %s', (_, input, problems) => {
    expect(problemsOf(input)).toEqual(problems);
  });
});
