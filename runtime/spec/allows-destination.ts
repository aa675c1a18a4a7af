import { isObject } from '../contract/shape.ts';

/** Stands for every destination that an `integrations` object doesn't name. */
const ALL = 'All';

/**
 * Whether an event's `integrations` object lets it go to the destination of this name. Names are case sensitive;
 * `All: false` switches off all that are not named with `true` or an object of options.
 * https://segment.com/docs/guides/filtering-data/#filtering-with-the-integrations-object
 */
export function allowsDestination(integrations: unknown, destinationName: string): boolean {
  if (!isObject(integrations)) return true;
  const named = ownMember(integrations, destinationName);
  if (named === false) return false;
  if (named === true || isObject(named)) return true;
  return ownMember(integrations, ALL) !== false;
}

/** A destination may be called like something that every object inherits. */
function ownMember(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
