import { benchCold } from './cold.ts';
import { benchDensity } from './density.ts';
import { benchDispatch } from './dispatch.ts';
import { benchFetch } from './fetch.ts';
import { benchGrowth } from './growth.ts';
import { benchInFlight } from './in-flight.ts';
import { benchNeighbour } from './neighbour.ts';
import { benchPeers } from './peers.ts';
import type { Row } from './row.ts';
import { benchSandbox } from './sandbox.ts';
import { benchSingle } from './single.ts';
import { benchStart } from './start.ts';

/** By name, in the order in which they run. */
export const BENCHES: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  sandbox: benchSandbox,
  single: benchSingle,
  fetch: benchFetch,
  dispatch: benchDispatch,
  cold: benchCold,
  start: benchStart,
  density: benchDensity,
  neighbour: benchNeighbour,
  growth: benchGrowth,
  'in-flight': benchInFlight,
  peers: benchPeers,
};
