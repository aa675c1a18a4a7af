import { describe, expect, test } from '@jest/globals';
import { Event as GuestEvent } from '../../../../runtime/guest/web/event.ts';
import { EventTarget as GuestTarget } from '../../../../runtime/guest/web/event-target.ts';

/** Both implementations, by the names that a script uses. */
const WORLDS = [
  { Event: GuestEvent as unknown as typeof Event, EventTarget: GuestTarget as unknown as typeof EventTarget },
  { Event, EventTarget },
] as const;
type World = (typeof WORLDS)[number];

/** What a script says it saw, in either world. */
function seenIn(
  script: (world: World, see: (...what: readonly unknown[]) => void) => void,
): readonly unknown[] {
  const [ours, nodes] = WORLDS.map((world) => {
    const seen: unknown[] = [];
    script(world, (...what) => seen.push(...what));
    return seen;
  });
  expect(ours).toEqual(nodes);
  return ours ?? [];
}

describe('EventTarget', () => {
  test('tells its listeners in their order, each once', () => {
    const seen = seenIn(({ Event, EventTarget }, see) => {
      const target = new EventTarget();
      const first = (event: Event): void => see('first', event.type, event.target === target);
      target.addEventListener('a', first);
      target.addEventListener('a', first);
      target.addEventListener('a', { handleEvent: (event) => see('second', event.type) });
      target.addEventListener('b', () => see('never'));
      target.addEventListener('a', null as never);
      see(target.dispatchEvent(new Event('a')));
    });
    expect(seen).toEqual(['first', 'a', true, 'second', 'a', true]);
  });

  test('calls a listener on the target', () => {
    seenIn(({ Event, EventTarget }, see) => {
      const target = new EventTarget();
      target.addEventListener('a', function (this: unknown) {
        see(this === target);
      });
      target.dispatchEvent(new Event('a'));
    });
  });

  test('tells a listener once where it is to', () => {
    seenIn(({ Event, EventTarget }, see) => {
      const target = new EventTarget();
      target.addEventListener('a', () => see('once'), { once: true });
      for (let index = 0; index < 2; index += 1) target.dispatchEvent(new Event('a'));
    });
  });

  test('tells no listener that was removed, be it by one before', () => {
    seenIn(({ Event, EventTarget }, see) => {
      const target = new EventTarget();
      const removed = (): void => see('removed');
      const later = (): void => see('later');
      target.addEventListener('a', removed);
      target.removeEventListener('a', removed);
      target.addEventListener('a', () => target.removeEventListener('a', later));
      target.addEventListener('a', later);
      target.dispatchEvent(new Event('a'));
      target.removeEventListener('b', later);
    });
  });

  test('tells listeners that are added meanwhile only of the next event', () => {
    seenIn(({ Event, EventTarget }, see) => {
      const target = new EventTarget();
      target.addEventListener('a', () => target.addEventListener('a', () => see('added')), { once: true });
      target.dispatchEvent(new Event('a'));
      see('next');
      target.dispatchEvent(new Event('a'));
    });
  });

  test('stops where a listener says so', () => {
    seenIn(({ Event, EventTarget }, see) => {
      const target = new EventTarget();
      target.addEventListener('a', (event) => {
        event.stopPropagation();
        see('stopped propagation');
      });
      target.addEventListener('a', (event) => event.stopImmediatePropagation());
      target.addEventListener('a', () => see('never'));
      target.dispatchEvent(new Event('a'));
    });
  });

  test('says whether the default was prevented', () => {
    seenIn(({ Event, EventTarget }, see) => {
      for (const cancelable of [true, false]) {
        const target = new EventTarget();
        target.addEventListener('a', (event) => event.preventDefault());
        const event = new Event('a', { cancelable });
        see(event.cancelable, event.defaultPrevented, target.dispatchEvent(event), event.defaultPrevented);
      }
    });
  });

  test('tells the others when a listener throws', () => {
    const seen: string[] = [];
    const target = new GuestTarget();
    target.addEventListener('a', () => {
      throw new Error('no');
    });
    target.addEventListener('a', () => seen.push('told'));
    target.dispatchEvent(new GuestEvent('a'));
    expect(seen).toEqual(['told']);
  });
});

test('an Event has the type that it is given, as text', () => {
  seenIn(({ Event }, see) => {
    for (const type of ['a', 5, null]) {
      const event = new Event(type as string);
      see(event.type, event.target, event.currentTarget, event.cancelable, typeof event.timeStamp);
    }
  });
});
