import type { Settings } from '../../contract/destination.ts';
import type { SettingSchema, SettingType } from '../../contract/manifest.ts';
import { isObject } from '../../contract/shape.ts';

/** Settings as a handler gets them, or why it can't. */
export type PreparedSettings = { readonly settings: Settings } | { readonly problem: string };

/**
 * Checks a customer's settings against the function's schema. Those that it doesn't name are passed on, and
 * `apiKey` always exists, as in Segment's functions.
 */
export function prepareSettings(given: Settings, schema: readonly SettingSchema[] | null): PreparedSettings {
  for (const { name, label, type, required } of schema ?? []) {
    const value = settingOf(given, name);
    if (isMissing(value) && required) return { problem: `Setting "${name}" (${label}) is missing` };
    if (!isMissing(value) && !IS_OF_TYPE[type](value)) {
      return { problem: `Setting "${name}" (${label}) must be ${TYPE_WORDS[type]}` };
    }
  }
  return isMissing(settingOf(given, 'apiKey')) ? { settings: { ...given, apiKey: '' } } : { settings: given };
}

/** Not what every object inherits: a setting may be called "constructor". */
function settingOf(given: Settings, name: string): unknown {
  return Object.hasOwn(given, name) ? given[name] : undefined;
}

const isMissing = (value: unknown): boolean => value === undefined || value === null || value === '';

const isString = (value: unknown): boolean => typeof value === 'string';

const IS_OF_TYPE: { readonly [T in SettingType]: (value: unknown) => boolean } = {
  string: isString,
  boolean: (value) => typeof value === 'boolean',
  array: (value) => Array.isArray(value) && value.every(isString),
  text_map: (value) => isObject(value) && Object.values(value).every(isString),
};

const TYPE_WORDS: { readonly [T in SettingType]: string } = {
  string: 'a string',
  boolean: 'true or false',
  array: 'an array of strings',
  text_map: 'an object of strings',
};
