import { createContext, runInContext } from 'node:vm';

/** Runs one event's JSON text, and gives its outcome's. */
type RunEvent = (eventText: string, settings: unknown) => Promise<string>;

/** Runs inside the context, beside the handler, as it would in an engine that isolates nothing. */
const RUN_EVENT = `
(async (eventText, settings) => {
  let outcome = { kind: 'delivered' };
  try {
    await onTrack(JSON.parse(eventText), settings);
  } catch (error) {
    outcome = { kind: 'failed', message: String(error) };
  }
  return JSON.stringify(outcome);
})`;

/**
 * What a program costs with no isolation at all: it lives in a `node:vm` context of this process, and is called event
 * by event: parse, await the handler, stringify the outcome.
 *
 * @returns what runs events, each the JSON text of one, and gives the outcomes' JSON texts
 */
export function createVmBaseline(
  code: string,
  settings: unknown,
): (events: readonly string[]) => Promise<readonly string[]> {
  const context = createContext({});
  runInContext(code, context);
  const runEvent = runInContext(RUN_EVENT, context) as RunEvent;
  return async (events) => {
    const outcomes: string[] = [];
    for (const event of events) outcomes.push(await runEvent(event, settings));
    return outcomes;
  };
}
