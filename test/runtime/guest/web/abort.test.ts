import { describe, expect, test } from '@jest/globals';
import {
  AbortController as GuestController,
  AbortSignal as GuestSignal,
} from '../../../../runtime/guest/web/abort.ts';
import { isNetworkError } from '../../../../runtime/guest/fetch/network-error.ts';
import { fireTimers, nextTimerAt } from '../../../../runtime/guest/web/timers.ts';
import { answerOf } from '../answer-of.ts';

/** Both implementations, by the names that a script uses. */
const WORLDS = [
  {
    AbortController: GuestController as unknown as typeof AbortController,
    AbortSignal: GuestSignal as unknown as typeof AbortSignal,
  },
  { AbortController, AbortSignal },
] as const;

/** Holds what a script sees in both worlds side by side. */
function compare(script: (world: (typeof WORLDS)[number]) => unknown): void {
  const [ours, nodes] = WORLDS.map(script);
  expect(ours).toEqual(nodes);
}

function described(reason: unknown): unknown {
  return typeof reason === 'object' && reason !== null
    ? [(reason as Error).name, (reason as DOMException).code, (reason as Error).message]
    : reason;
}

describe('AbortController', () => {
  test.each([[undefined], ['why'], [null], [0]])('aborts with the reason %j', (reason) => {
    compare(({ AbortController }) => {
      const controller = new AbortController();
      const before = [controller.signal.aborted, controller.signal.reason];
      controller.abort(reason);
      controller.abort('another');
      const { aborted, reason: after } = controller.signal;
      return [
        before,
        aborted,
        described(after),
        answerOf(() => controller.signal.throwIfAborted()) !== undefined,
      ];
    });
  });

  test('tells each listener once, and the handler', () => {
    compare(({ AbortController }) => {
      const seen: unknown[] = [];
      const it = new AbortController();
      it.signal.addEventListener('abort', (event) =>
        seen.push(event.type, event.target === it.signal, it.signal.aborted),
      );
      // oxlint-disable-next-line unicorn/prefer-add-event-listener -- it is what is looked at
      it.signal.onabort = () => seen.push('handler');
      it.abort();
      it.abort();
      return seen;
    });
  });

  test('tells nobody who listens later', () => {
    compare(({ AbortController }) => {
      const seen: unknown[] = [];
      const it = new AbortController();
      it.abort();
      it.signal.addEventListener('abort', () => seen.push('late'));
      return seen;
    });
  });
});

describe('AbortSignal', () => {
  test('cannot be made by hand', () => {
    compare(({ AbortSignal }) => answerOf(() => new AbortSignal()));
  });

  test.each([[undefined], ['why']])('.abort(%j) has aborted already', (reason) => {
    compare(({ AbortSignal }) => {
      const signal = AbortSignal.abort(reason);
      return [signal.aborted, described(signal.reason)];
    });
  });

  test('.any() aborts with the first of them', () => {
    compare(({ AbortController, AbortSignal }) => {
      const [one, other] = [new AbortController(), new AbortController()];
      const any = AbortSignal.any([one.signal, other.signal]);
      const seen: unknown[] = [any.aborted];
      any.addEventListener('abort', () => seen.push(any.reason));
      other.abort('other');
      one.abort('one');
      return [seen, any.aborted, any.reason];
    });
  });

  test('.any() has aborted where one of them has', () => {
    compare(({ AbortController, AbortSignal }) => {
      const any = AbortSignal.any([
        new AbortController().signal,
        AbortSignal.abort('first'),
        AbortSignal.abort('second'),
      ]);
      return [any.aborted, any.reason, AbortSignal.any([]).aborted];
    });
  });

  test('.timeout() aborts when its time is over, for a reason that counts as one of the network', () => {
    const signal = GuestSignal.timeout(1);
    expect(signal.aborted).toBe(false);
    while (nextTimerAt() !== 0) fireTimers();
    expect(signal.aborted).toBe(true);
    expect(described(signal.reason)).toEqual([
      'TimeoutError',
      23,
      'The operation was aborted due to timeout',
    ]);
    expect(isNetworkError(signal.reason)).toBe(true);
    expect(isNetworkError(GuestSignal.abort().reason)).toBe(false);
  });
});
