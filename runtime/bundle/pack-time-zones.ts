import { createRequire } from 'node:module';
import type moment from 'moment-timezone/moment-timezone-utils.js';

/**
 * Events are of our time, and a date that somebody agreed on may lie a while ahead. All years that the package knows,
 * 1800 to 2499, take 730 KB, these 150; its own build for 1970 to 2030 is wrong by an hour in each summer after it.
 */
const [FIRST_YEAR, LAST_YEAR] = [1970, 2050];

/** The packed data of moment-timezone as its `load` takes it. */
interface PackedZones {
  readonly version: string;
  readonly zones: readonly string[];
  readonly links: readonly string[];
  readonly countries: readonly string[];
}

/** Cuts moment-timezone's data down to these years with its own tools. They are loaded when a program needs them. */
export function packTimeZones(): PackedZones {
  const require = createRequire(import.meta.url);
  const { tz } = require('moment-timezone/moment-timezone-utils.js') as typeof moment;
  const { version, zones, links, countries } =
    require('moment-timezone/data/packed/latest.json') as PackedZones;
  const unpacked = { version, zones: zones.map((zone) => tz.unpack(zone)), links: [...links] };
  const packed = tz.filterLinkPack(unpacked, FIRST_YEAR, LAST_YEAR);
  return { ...packed, links: linkToZones(packed.links, packed.zones), countries };
}

/**
 * Zones that are the same in these years become links to one of them, also where others were linked to them already:
 * the package follows no link to a link.
 *
 * @param links each "name|name", in either direction
 */
function linkToZones(links: readonly string[], zones: readonly string[]): readonly string[] {
  const neighbours = new Map<string, string[]>();
  for (const link of links) {
    const [one = '', other = ''] = link.split('|');
    neighbours.set(one, [...(neighbours.get(one) ?? []), other]);
    neighbours.set(other, [...(neighbours.get(other) ?? []), one]);
  }
  return zones.flatMap((zone) => {
    const [name = ''] = zone.split('|');
    // A set is gone through with what is added to it meanwhile.
    const same = new Set([name]);
    for (const each of same) for (const neighbour of neighbours.get(each) ?? []) same.add(neighbour);
    return [...same].slice(1).map((alias) => `${name}|${alias}`);
  });
}
