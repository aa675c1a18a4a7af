import { createContext, runInContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import moment from 'moment-timezone';
import { buildLibraries } from '../../../runtime/bundle/build-libraries.ts';

test('the library moment has every zone, and what the package knows of each from 1970 to 2050', async () => {
  const [library] = await buildLibraries([{ name: 'moment' }]);
  const context = createContext({});
  runInContext(library?.code ?? '', context);
  const cut = runInContext('moment.tz', context) as typeof moment.tz;
  expect([...cut.names()]).toEqual(moment.tz.names());
  expect(Array.from(cut.zonesForCountry('DE') ?? [])).toEqual(moment.tz.zonesForCountry('DE'));
  const time = fc.integer({ min: Date.UTC(1970, 0, 2), max: Date.UTC(2050, 11, 31) });
  fc.assert(
    fc.property(fc.constantFrom(...moment.tz.names()), time, (name, at) => {
      expect(cut.zone(name)?.utcOffset(at)).toBe(moment.tz.zone(name)?.utcOffset(at));
      expect(cut.zone(name)?.abbr(at)).toBe(moment.tz.zone(name)?.abbr(at));
    }),
    { seed: 20261124, numRuns: 2_000 },
  );
});
