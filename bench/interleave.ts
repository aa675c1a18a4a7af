/** An odd number has a middle; performance.md asks for five at least, and two cores shared with others for some more. */
const REPEATS = 7;

export interface InterleaveOptions {
  /** How often each way is measured. Default: 7. */
  readonly repeats?: number;
}

/**
 * Measures several ways of doing the same in turns, so that whatever else the machine is doing falls on all of them.
 * Each is run once before, unmeasured: compilers warm up, caches fill.
 *
 * @returns for each way what its runs returned, in order
 */
export async function interleave<Way extends string, Measure>(
  ways: Readonly<Record<Way, () => Promise<Measure>>>,
  { repeats = REPEATS }: InterleaveOptions = {},
): Promise<Readonly<Record<Way, readonly Measure[]>>> {
  // Object.keys() knows no better than that they are strings.
  const names = Object.keys(ways) as Way[];
  const measures = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Way, Measure[]>;
  for (const name of names) await ways[name]();
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const name of names) measures[name].push(await ways[name]());
  }
  return measures;
}

/** @returns how long a run took, in milliseconds */
export async function timeMs(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}
