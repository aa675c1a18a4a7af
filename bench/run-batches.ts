/** As many as a dispatcher has under way, at the least. */
const BATCHES_IN_FLIGHT = 2;

/** Runs a batch `count` times, two at once. */
export async function runBatches(count: number, runBatch: () => Promise<unknown>): Promise<void> {
  let left = count;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await runBatch();
    }
  };
  await Promise.all(Array.from({ length: BATCHES_IN_FLIGHT }, work));
}
