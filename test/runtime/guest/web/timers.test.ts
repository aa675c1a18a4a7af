import { afterEach, expect, test } from '@jest/globals';
import {
  clearTimeout,
  clearTimers,
  fireTimers,
  nextTimerAt,
  setInterval,
  setTimeout,
} from '../../../../runtime/guest/web/timers.ts';

afterEach(clearTimers);

/** Goes on as the host does, until no timer is left or `isDone`. */
function runTimers(isDone = (): boolean => false): void {
  while (nextTimerAt() !== 0 && !isDone()) fireTimers();
}

test('timers run in the order of their times, and of their setting where they are the same', () => {
  const ran: string[] = [];
  setTimeout(() => ran.push('20'), 20);
  setTimeout(() => ran.push('1'), 1);
  setTimeout(() => ran.push('0'), 0);
  setTimeout(() => ran.push('10'), 10);
  setTimeout(() => ran.push('none'));
  setTimeout(() => ran.push('another 10'), 10);
  runTimers();
  expect(ran).toEqual(['1', '0', 'none', '10', 'another 10', '20']);
});

test('a timer gets the arguments that it was set with', () => {
  const ran: unknown[] = [];
  setTimeout((...args: readonly unknown[]) => ran.push(...args), 1, 'a', 2);
  runTimers();
  expect(ran).toEqual(['a', 2]);
});

test('what a timer sets anew runs in a later round', () => {
  const ran: string[] = [];
  setTimeout(() => {
    ran.push('first');
    setTimeout(() => ran.push('second'), 0);
  }, 0);
  while (ran.length === 0) fireTimers();
  expect(ran).toEqual(['first']);
  runTimers();
  expect(ran).toEqual(['first', 'second']);
});

test('an interval runs until it is cleared, be it by itself', () => {
  let ran = 0;
  const id = setInterval(() => {
    ran += 1;
    if (ran === 3) clearTimeout(id);
  }, 1);
  runTimers();
  expect(ran).toBe(3);
});

test('a cleared timer does not run, be it cleared by one before it', () => {
  const ran: string[] = [];
  const cleared = setTimeout(() => ran.push('cleared'), 1);
  setTimeout(() => clearTimeout(byAnother), 1);
  const byAnother = setTimeout(() => ran.push('cleared by another'), 2);
  clearTimeout(cleared);
  clearTimeout(cleared);
  for (const nothing of [undefined, null, 'a', {}, 1e9, -1]) clearTimeout(nothing);
  runTimers();
  expect(ran).toEqual([]);
});

test('a timer that throws keeps no other from running', () => {
  const ran: string[] = [];
  setTimeout(() => {
    throw new Error('no');
  }, 1);
  setTimeout(() => ran.push('other'), 1);
  runTimers();
  expect(ran).toEqual(['other']);
});

test('a delay that is none is as short as can be', () => {
  for (const delay of [Number.NaN, -5, 'no', {}, null, undefined, 2 ** 31, Infinity]) {
    clearTimers();
    const before = Date.now();
    setTimeout(() => {}, delay);
    expect(nextTimerAt() - before).toBeLessThan(1_000);
  }
});

test('a delay may be a text, or anything that becomes a number', () => {
  for (const delay of ['5000', { valueOf: () => 5_000 }, [5_000]]) {
    clearTimers();
    const before = Date.now();
    setTimeout(() => {}, delay);
    expect(nextTimerAt()).toBeGreaterThanOrEqual(before + 5_000);
  }
});

test('a thousand timers are set at once, and no more', () => {
  for (let index = 0; index < 1_000; index += 1) setTimeout(() => {}, 1e6);
  expect(() => setTimeout(() => {}, 1)).toThrow('Cannot set a timer: the limit is 1000 at once');
  clearTimers();
  const id = setTimeout(() => {}, 1e6);
  expect(nextTimerAt()).toBeGreaterThan(0);
  clearTimeout(id);
  expect(nextTimerAt()).toBe(0);
});

// Each such call took the place of a timer, until none could be set.
test('a delay that cannot be read takes no place', () => {
  const unreadable = {
    valueOf(): number {
      throw new Error('no');
    },
  };
  for (let index = 0; index < 1_001; index += 1) {
    expect(() => setTimeout(() => {}, unreadable)).toThrow('no');
  }
  expect(() => setTimeout(() => {}, 1)).not.toThrow();
});

test('a delay that sets a timer while it is read gives each its own id', () => {
  const ran: string[] = [];
  const outer = setTimeout(() => ran.push('outer'), {
    valueOf: () => {
      setTimeout(() => ran.push('inner'), 1);
      return 1;
    },
  });
  clearTimeout(outer);
  runTimers();
  expect(ran).toEqual(['inner']);
});

test('what is no function cannot be set', () => {
  for (const nothing of [undefined, null, 'code()', {}]) {
    expect(() => setTimeout(nothing, 1)).toThrow('Cannot set a timer: the callback is no function');
  }
});
