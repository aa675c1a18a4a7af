import { Agent, fetch, request } from 'undici';
import { sideBySide } from '../functions/side-by-side.ts';
import { makeEvents } from './events.ts';
import { interleave, timeMs } from './interleave.ts';
import { startPartner } from './partner/start-partner.ts';
import { makeProgram, POST_CODE } from './programs.ts';
import type { Row } from './row.ts';
import { relativeRow } from './row.ts';
import { runEvents, startRunner } from './start-runner.ts';

const REQUESTS = 4_000;
const IN_FLIGHT = 50;
/** The events in flight come from two jobs, as they do from two messages of a queue. */
const JOB_EVENTS = 25;

/** One POST for each event to a server that answers at once, against the same loop in this process. */
export async function benchFetch(): Promise<readonly Row[]> {
  const events = makeEvents(REQUESTS);
  const jobs = Array.from({ length: REQUESTS / JOB_EVENTS }, (_, at) =>
    events.slice(at * JOB_EVENTS, (at + 1) * JOB_EVENTS),
  );
  const program = makeProgram(POST_CODE);
  await using partner = await startPartner({ delayMs: 0 });
  const { url } = partner;
  const runner = await startRunner({ allowPrivateNetwork: [partner.host] });
  const dispatcher = new Agent();
  const sandbox = (job: readonly string[]): Promise<void> =>
    runEvents(runner, { program, events: job, settings: { url } });
  try {
    const { sandboxed, fetched, requested } = await interleave({
      sandboxed: () => measure(() => sideBySide(jobs, IN_FLIGHT / JOB_EVENTS, sandbox)),
      fetched: () =>
        measure(() => sideBySide(events, IN_FLIGHT, (event) => postByFetch(url, event, dispatcher))),
      requested: () =>
        measure(() => sideBySide(events, IN_FLIGHT, (event) => postByRequest(url, event, dispatcher))),
    });
    const about = { unit: 'events/s', higherIsBetter: true };
    return [
      relativeRow('fetch', { values: sandboxed, baselines: fetched }, { ...about, goal: 1 }),
      relativeRow('fetch-stretch', { values: sandboxed, baselines: requested }, { ...about, goal: 0.6 }),
    ];
  } finally {
    await dispatcher.close();
    await runner.dispose();
  }
}

/** @returns events a second */
async function measure(postAll: () => Promise<unknown>): Promise<number> {
  return (REQUESTS / (await timeMs(postAll))) * 1_000;
}

/** What the handler does, with undici's fetch. */
async function postByFetch(url: string, eventText: string, dispatcher: Agent): Promise<void> {
  const response = await fetch(url, { ...postOf(eventText), dispatcher });
  if (!response.ok) throw new Error(`status ${response.status}`);
  await response.text();
}

/** What the handler does, with the least that undici offers for it. */
async function postByRequest(url: string, eventText: string, dispatcher: Agent): Promise<void> {
  const { statusCode, body } = await request(url, { ...postOf(eventText), dispatcher });
  if (statusCode >= 300) throw new Error(`status ${statusCode}`);
  await body.text();
}

function postOf(eventText: string): { method: 'POST'; headers: Record<string, string>; body: string } {
  const event: unknown = JSON.parse(eventText);
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) };
}
