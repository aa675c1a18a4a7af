import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { SettingSchema } from '../../../../runtime/contract/manifest.ts';
import { prepareSettings } from '../../../../runtime/runner/process/prepare-settings.ts';
import { anyJson } from '../../../support/arbitraries.ts';

function aSetting(more: Partial<SettingSchema> = {}): SettingSchema {
  return {
    name: 'setting',
    label: 'Setting',
    description: '',
    type: 'string',
    required: true,
    sensitive: false,
    ...more,
  };
}

describe('prepareSettings()', () => {
  test.each([
    ['is not set', {}],
    ['is empty', { apiKey: '' }],
    ['is null', { apiKey: null }],
    ['is undefined', { apiKey: undefined }],
  ])('gives an empty apiKey where it %s', (_, given) => {
    expect(prepareSettings(given, null)).toEqual({ settings: { apiKey: '' } });
  });

  test('passes on every setting as it is, named or not', () => {
    const settings = fc.dictionary(fc.string(), anyJson(), { noNullPrototype: true });
    fc.assert(
      fc.property(settings, (given) => {
        expect(prepareSettings({ ...given, apiKey: 'key' }, null)).toEqual({
          settings: { ...given, apiKey: 'key' },
        });
      }),
    );
  });

  test('keeps a setting called __proto__', () => {
    const given = JSON.parse('{"__proto__":{"a":1}}') as Record<string, unknown>;
    expect(JSON.stringify(prepareSettings(given, null))).toBe(
      '{"settings":{"__proto__":{"a":1},"apiKey":""}}',
    );
  });

  test.each([
    ['string', 'a'],
    ['boolean', false],
    ['array', []],
    ['array', ['a']],
    ['text_map', {}],
    ['text_map', { a: 'b' }],
  ] as const)('takes for a %s %j', (type, value) => {
    const schema = [aSetting({ type })];
    expect(prepareSettings({ setting: value }, schema)).toEqual({ settings: { setting: value, apiKey: '' } });
  });

  test.each([
    ['string', 5, 'a string'],
    ['string', ['a'], 'a string'],
    ['boolean', 'true', 'true or false'],
    ['array', 'a', 'an array of strings'],
    ['array', [1], 'an array of strings'],
    ['array', { 0: 'a' }, 'an array of strings'],
    ['text_map', ['a'], 'an object of strings'],
    ['text_map', { a: 1 }, 'an object of strings'],
    ['text_map', { a: null }, 'an object of strings'],
  ] as const)('refuses for a %s %j', (type, value, words) => {
    for (const required of [true, false]) {
      expect(prepareSettings({ setting: value }, [aSetting({ type, required })])).toEqual({
        problem: `Setting "setting" (Setting) must be ${words}`,
      });
    }
  });

  test.each([undefined, null, ''])('takes %j for missing', (value) => {
    const given = { setting: value };
    expect(prepareSettings(given, [aSetting()])).toEqual({
      problem: 'Setting "setting" (Setting) is missing',
    });
    expect(prepareSettings(given, [aSetting({ required: false, type: 'array' })])).toEqual({
      settings: { ...given, apiKey: '' },
    });
  });

  // What every object inherits was taken for the customer's.
  test.each(['constructor', 'toString', 'hasOwnProperty', '__proto__'])(
    'finds a setting called %s missing where it is not set',
    (name) => {
      expect(prepareSettings({}, [aSetting({ name })])).toEqual({
        problem: `Setting "${name}" (Setting) is missing`,
      });
      expect(prepareSettings({}, [aSetting({ name, required: false })])).toEqual({
        settings: { apiKey: '' },
      });
    },
  );
});
