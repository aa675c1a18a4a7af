import { describe, expect, test } from '@jest/globals';
import { failedMessageIds } from '../../../lib/local/failed-message-ids.ts';

const IDS = new Set(['a', 'b', 'c']);

describe('failedMessageIds()', () => {
  test.each([
    ['no answer', undefined],
    ['null', null],
    ['an empty object', {}],
    ['no list', { batchItemFailures: null }],
    ['an empty list', { batchItemFailures: [] }],
  ])('takes %s for all done', (_, answer) => {
    expect([...failedMessageIds(answer, IDS)]).toEqual([]);
  });

  test('names what the answer names', () => {
    const answer = { batchItemFailures: [{ itemIdentifier: 'b' }, { itemIdentifier: 'b' }] };
    expect([...failedMessageIds(answer, IDS)]).toEqual(['b']);
  });

  test.each([
    ['a string', 'done'],
    ['an array', []],
    ['a list that is none', { batchItemFailures: 'b' }],
    ['an item without identifier', { batchItemFailures: [{ id: 'b' }] }],
    ['an identifier that is empty', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['an identifier that is null', { batchItemFailures: [{ itemIdentifier: null }] }],
    ['a message that was not in the batch', { batchItemFailures: [{ itemIdentifier: 'z' }] }],
    ['an item that is null', { batchItemFailures: [null] }],
  ])('takes %s for all failed', (_, answer) => {
    expect([...failedMessageIds(answer, IDS)]).toEqual(['a', 'b', 'c']);
  });
});
