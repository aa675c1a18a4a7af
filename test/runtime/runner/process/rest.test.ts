import { expect, test } from '@jest/globals';
import { buildGuest } from '../../../../runtime/bundle/build-guest.ts';
import { createProcessRunner } from '../../../../runtime/runner/process/process-runner.ts';
import { childPath } from './child-pids.ts';

// Only the last of several invocations that ended together was answered; the others kept their messages until the
// platform was stopped.
test('rest() ends for each of several invocations that rest at once', async () => {
  const runner = createProcessRunner({ childPath, guestSource: await buildGuest() });
  try {
    await expect(Promise.all([runner.rest(), runner.rest(), runner.rest()])).resolves.toHaveLength(3);
  } finally {
    await runner.dispose();
  }
});
