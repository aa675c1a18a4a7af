import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { packTimeZones } from './pack-time-zones.ts';

const FOLDER = join(import.meta.dirname, '../guest/libraries');

/** What stands in for Node's modules in the packages behind Segment's module globals; `events` is a package itself. */
const STAND_INS: ReadonlyMap<string, string> = new Map([
  ['buffer', 'buffer.ts'],
  ['semver', 'semver.ts'],
  ['string_decoder', 'string-decoder.ts'],
  ['timers', 'timers.ts'],
  ['util', 'util.ts'],
  ['sluice:zlib', 'zlib.ts'],
]);
/** Of those that are one value, which no module of the language can be. */
const VALUES: ReadonlyMap<string, () => string> = new Map([
  ['crypto', () => 'globalThis.crypto'],
  ['sluice:atob', () => 'require("./base64.ts").atob'],
  ['sluice:btoa', () => 'require("./base64.ts").btoa'],
  ['stream', () => 'require("./stream.ts").Stream'],
  ['sluice:moment', loadTimeZones],
]);

/** Gives packages of Sluice's own choice what they ask of Node. */
export function serveNodeModules(): Plugin {
  return {
    name: 'serve-node-modules',
    setup(hooks) {
      hooks.onResolve({ filter: /^[a-z_:]+$/ }, ({ path }) => {
        if (VALUES.has(path)) return { path, namespace: 'value' };
        const file = STAND_INS.get(path);
        return file === undefined ? null : { path: join(FOLDER, file) };
      });
      hooks.onLoad({ filter: /(?:)/, namespace: 'value' }, ({ path }) => ({
        contents: `module.exports = ${VALUES.get(path)?.()};`,
        resolveDir: FOLDER,
      }));
    },
  };
}

/** As the package's own entry does, with data that fits. `load` gives back nothing, and the package is `moment` itself. */
function loadTimeZones(): string {
  const timeZones = 'require("moment-timezone/moment-timezone.js")';
  return `${timeZones}; module.exports.tz.load(${JSON.stringify(packTimeZones())})`;
}
