import { makeEvents } from './events.ts';
import { interleave, timeMs } from './interleave.ts';
import { startPartner } from './partner/start-partner.ts';
import { makeProgram, POST_CODE } from './programs.ts';
import { childResidentMb, ownResidentMb } from './resident-memory.ts';
import type { Row } from './row.ts';
import { absoluteRow } from './row.ts';
import { runEvents, startRunner } from './start-runner.ts';

const PARTNER_DELAY_MS = 200;
/** As many destinations as a dispatcher runs beside each other, each with a message or two under way. */
const DESTINATIONS = 10;
const JOBS_EACH = 2;
const JOB_EVENTS = 26;
/** How often each job is run, one time after the other. */
const ROUNDS = 8;
const GOAL_IN_FLIGHT = 500;
const REPEATS = 5;
const MIB_PER_GB = 1_024;

interface Measure {
  readonly perSecondAndGb: number;
  readonly residentMb: number;
}

/** Deliveries that wait for a partner who takes his time: what they hold while they do. */
export async function benchInFlight(): Promise<readonly Row[]> {
  const events = makeEvents(JOB_EVENTS);
  const program = makeProgram(POST_CODE);
  await using partner = await startPartner({ delayMs: PARTNER_DELAY_MS });
  const runner = await startRunner({ allowPrivateNetwork: [partner.host] });
  let residentMb = 0;
  const work = async (number: number): Promise<void> => {
    const job = {
      program,
      events,
      destinationId: `dst_${number % DESTINATIONS}`,
      settings: { url: partner.url },
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      await runEvents(runner, job);
      residentMb = Math.max(residentMb, childResidentMb() + ownResidentMb());
    }
  };
  const measure = async (): Promise<Measure> => {
    residentMb = 0;
    const jobs = DESTINATIONS * JOBS_EACH;
    const ms = await timeMs(() => Promise.all(Array.from({ length: jobs }, (_, number) => work(number))));
    const inFlight = await partner.takeMostAtOnce();
    if (inFlight < GOAL_IN_FLIGHT)
      throw new Error(`Cannot measure: only ${inFlight} deliveries were in flight`);
    const perSecond = ((jobs * JOB_EVENTS * ROUNDS) / ms) * 1_000;
    return { perSecondAndGb: (perSecond / residentMb) * MIB_PER_GB, residentMb };
  };
  try {
    const { measures } = await interleave({ measures: measure }, { repeats: REPEATS });
    return [
      absoluteRow(
        'in-flight-memory',
        measures.map((each) => each.residentMb),
        {
          unit: 'MiB',
          goal: MIB_PER_GB,
          higherIsBetter: false,
        },
      ),
      absoluteRow(
        'in-flight',
        measures.map((each) => each.perSecondAndGb),
        {
          unit: 'deliveries/s a GiB',
          goal: (GOAL_IN_FLIGHT * 1_000) / PARTNER_DELAY_MS,
          higherIsBetter: true,
        },
      ),
    ];
  } finally {
    await runner.dispose();
  }
}
