import { afterEach, beforeEach } from '@jest/globals';
import type { Runner } from '../../../../runtime/runner/runner.ts';
import { Partner } from '../../../support/partner.ts';
import { aJob, only } from '../../runner/a-job.ts';
import { realRunner } from '../real-runner.ts';

/** The real process runner, and a partner of each test's own that functions find as `url`. */
export interface FetchingRunner {
  readonly partner: Partner;
  readonly runner: Pick<Runner, 'run'>;
  /** @returns what a handler with these statements returns, or else how it ended */
  run(statements: string, options?: Parameters<typeof aJob>[1]): Promise<unknown>;
}

/** Starts the runner before a file's tests, and ends it after them. */
export function fetchingRunner(): FetchingRunner {
  const runner = realRunner({ allowPrivateNetwork: 'all' });
  let partner: Partner;
  beforeEach(async () => {
    partner = await Partner.start();
  });
  afterEach(() => partner.close());
  return {
    get partner() {
      return partner;
    },
    runner,
    run: async (statements, options) => {
      const code = `const url = '${partner.url}'; async function onTrack(event) { ${statements} }`;
      const { outcome, recording } = only(await runner.run(aJob(code, { record: true, ...options })));
      return outcome.kind === 'delivered'
        ? recording?.returned
        : { code: outcome.code, message: outcome.message };
    },
  };
}
