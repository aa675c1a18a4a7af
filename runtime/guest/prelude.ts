import { callBatch, callSingly, countUnderWay, hasSingleHandler } from './calls/calls.ts';
import type { Program } from './calls/calls.ts';
import { forgetLoads } from './cache.ts';
import { dropLogs, keepLogs } from './console/console.ts';
import type { AnswerHead } from './fetch/fetch.ts';
import { allowFetches, answerFetch, failFetch, forgetFetches, limitFetches } from './fetch/fetch.ts';
import { installGlobals } from './globals.ts';
import { LINES_BEFORE_MODULE, loadProgram } from './calls/load.ts';
import { connectHost } from './bridge/host-call.ts';
import { drain, post, quote } from './bridge/outbox.ts';
import { hasOwn, parseJson, setPrototypeOf } from './bridge/primordials.ts';
import { useProgramMap } from './stack/place-in-sources.ts';
import { installStackTraces } from './stack/stack-traces.ts';
import { clearTimers, fireTimers, nextTimerAt } from './web/timers.ts';

/** V8's collector, taken before it is removed; the host alone calls it. */
const { gc } = globalThis as { readonly gc?: (options?: object) => void };
/** Its options that spare nothing; without a prototype, in which a guest could put more. */
const TO_THE_LAST = setPrototypeOf(
  { type: 'major', execution: 'sync', flavor: 'last-resort' },
  null,
) as object;

let program: Program = { handlers: {}, settingsText: '{}' };

/** An answer to a request, or why none came. Of a long body it has the place among those that enter beside it. */
type Answer = (Omit<AnswerHead, 'body'> & { readonly body: string | number }) | FailedAnswer;

interface FailedAnswer {
  readonly id: number;
  readonly failure: 'network' | 'refused';
  readonly message: string;
}

/** By its own member alone: a guest may have given one of that name to every object. */
function isFailure(answer: Answer): answer is FailedAnswer {
  return hasOwn(answer, 'failure');
}

/**
 * What the host calls. Strings and numbers go in; what there is to tell is posted and taken by `drain`, so that no
 * entry returns a promise and V8 runs all microtasks within the entry's own time limit.
 */
export const entries = {
  /** Before all others, once. */
  connect: connectHost,

  /**
   * Runs the program's code; posts `h` with the handlers' names, or `x` with what is wrong with the code.
   * @param sourcesText JSON of the source map's sources; empty where there is no map
   */
  load(
    kind: string,
    code: string,
    fileName: string,
    moduleVariable: string,
    settingsText: string,
    sourcesText: string,
    mappings: string,
  ): void {
    if (sourcesText !== '') {
      const linesBefore = kind === 'module' ? LINES_BEFORE_MODULE : 0;
      useProgramMap({ fileName, sources: parseJson(sourcesText) as string[], mappings, linesBefore });
    }
    loadProgram({ kind, code, fileName, moduleVariable }, (loaded) => {
      if ('problem' in loaded) {
        post('x', quote(loaded.problem));
        return;
      }
      program = { handlers: loaded.handlers, settingsText };
      post('h', quote(loaded.names));
    });
  },

  /** Calls the handlers for `count` events, a line each. `how`: as in runtime/sandbox/chunk.ts, with `+` recorded. */
  run(how: string, first: number, count: number, text: string): void {
    const isRecorded = how === 'single+' || how === 'batch+' || how === 'array+';
    const isBatch = how === 'batch' || how === 'batch+';
    if (isRecorded) keepLogs();
    allowFetches(count);
    const isSingle =
      how === 'single' || how === 'single+' || (isBatch && count === 1 && hasSingleHandler(program, text));
    if (isSingle) callSingly(program, first, text, isRecorded);
    else void callBatch(program, { first, count, text, isRecorded });
  },

  /** Hands over answers to requests, a JSON array of them. */
  answer(text: string, ...longBodies: readonly string[]): void {
    const answers = parseJson(text) as readonly Answer[];
    for (let index = 0; index < answers.length; index += 1) {
      const answer = answers[index]!;
      if (isFailure(answer)) {
        failFetch(answer.id, answer.failure, answer.message);
      } else {
        const body = typeof answer.body === 'number' ? longBodies[answer.body]! : answer.body;
        answerFetch({ ...answer, body });
      }
    }
  },

  fireTimers,

  /**
   * All that was posted, and after it `t` with the time of the next timer. When no attempt is under way any more,
   * what they left behind is forgotten first: late timers and answers must not act for somebody else's attempt.
   */
  drain(): string {
    const underWay = countUnderWay();
    if (underWay === 0) {
      clearTimers();
      forgetFetches();
      forgetLoads();
      dropLogs();
    } else {
      limitFetches(underWay);
    }
    const nextAt = nextTimerAt();
    if (nextAt !== 0) post('t', `${nextAt}`);
    return drain();
  },

  collectGarbage(): void {
    gc?.();
  },

  /** The same, and V8 gives back what it kept for objects to come. */
  shrink(): void {
    gc?.(TO_THE_LAST);
  },
};

installGlobals();
installStackTraces();
