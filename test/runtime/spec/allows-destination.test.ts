import { describe, expect, test } from '@jest/globals';
import { allowsDestination } from '../../../runtime/spec/allows-destination.ts';

describe('allowsDestination()', () => {
  test.each([
    ['no integrations object', undefined, true],
    ['one that is no object', 'none', true],
    ['an empty one', {}, true],
    ['the name switched off', { 'Acme CRM': false }, false],
    ['the name switched off where all are on', { All: true, 'Acme CRM': false }, false],
    ['all switched off', { All: false }, false],
    ['all switched off but the name', { All: false, 'Acme CRM': true }, true],
    ['all switched off but the name, with options', { All: false, 'Acme CRM': { region: 'eu' } }, true],
    ['all switched off, and the name neither way', { All: false, 'Acme CRM': null }, false],
    ['another name switched off', { Other: false }, true],
    ['the name in another case: names are case sensitive', { 'acme crm': false }, true],
    ['all switched off as text, which is no false', { All: 'false' }, true],
  ])('with %s', (_, integrations, expected) => {
    expect(allowsDestination(integrations, 'Acme CRM')).toBe(expected);
  });

  test.each(['constructor', 'toString', '__proto__'])('takes the name %s for a name', (name) => {
    expect(allowsDestination({ All: false }, name)).toBe(false);
    expect(allowsDestination(JSON.parse(`{"All":false,"${name}":true}`), name)).toBe(true);
    expect(allowsDestination(JSON.parse(`{"${name}":false}`), name)).toBe(false);
  });
});
