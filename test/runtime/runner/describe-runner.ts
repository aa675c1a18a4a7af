import { afterAll, beforeAll, describe } from '@jest/globals';
import type { Runner } from '../../../runtime/runner/runner.ts';
import { describeBatches } from './contract/describe-batches.ts';
import { describeCache } from './contract/describe-cache.ts';
import { describeEndings } from './contract/describe-endings.ts';
import { describeEvents } from './contract/describe-events.ts';
import { describeHandlers } from './contract/describe-handlers.ts';
import { describeLimits } from './contract/describe-limits.ts';
import { describeRecordings } from './contract/describe-recordings.ts';
import { describeSettings } from './contract/describe-settings.ts';
import { runnerUnderTest } from './contract/runner-under-test.ts';

/**
 * What every Runner does, whatever walls it puts around a program.
 * @param make starts one that may reach 127.0.0.1
 */
export function describeRunner(name: string, make: () => Promise<Runner>): void {
  describe(name, () => {
    let runner: Runner;
    beforeAll(async () => {
      runner = await make();
    });
    afterAll(() => runner.dispose());

    const underTest = runnerUnderTest(() => runner);
    describeHandlers(underTest);
    describeEndings(underTest);
    describeSettings(underTest);
    describeLimits(underTest);
    describeEvents(underTest);
    describeBatches(underTest);
    describeCache(underTest);
    describeRecordings(underTest);
  });
}
