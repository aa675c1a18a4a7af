import { isFailureCode } from '../contract/failure-codes.ts';
import type { Outcome } from '../contract/outcome.ts';
import { DELIVERED, failed } from '../contract/outcome.ts';
import type { Chunk, ChunkJob, Report } from './chunk.ts';
import { ChunksUnderWay } from './chunks-under-way.ts';
import { CpuAccount } from './cpu-account.ts';
import { unwatchCpu, watchCpu } from './cpu-watch.ts';
import type { Fault } from './describe-fault.ts';
import { describeFault } from './describe-fault.ts';
import { endProcess } from './end-process.ts';
import type { GuestIsolate } from './guest-isolate.ts';
import type { GuestLine } from './guest-lines.ts';
import { readGuestLines } from './guest-lines.ts';
import { GuestRequests } from './guest-requests.ts';
import type { ProgramDefinition, SandboxServices } from './program-definition.ts';
import { ShrinkAtRest } from './shrink-at-rest.ts';

/** How long V8 may take to stop what it runs; a native loop, as of a huge BigInt, stops for nobody. */
const STOP_TIMEOUT_MS = 300;

type Entry = 'run' | 'answer' | 'fireTimers';

/**
 * An isolate with its program loaded, from its first chunk to its end.
 *
 * - *open*: takes chunks, several at a time; they share the isolate and its fate.
 * - *retired*: one of its events did not end in time. It takes no more chunks, and is over when those under way end.
 * - *over*: disposed of. Events that were under way have an outcome, or are to run again, alone, where it can't be
 *   told whose fault it was.
 */
export class GuestSession {
  readonly cpu: CpuAccount;
  readonly #isolate: GuestIsolate;
  readonly #definition: ProgramDefinition;
  readonly #requests: GuestRequests;
  readonly #rest: ShrinkAtRest;
  readonly #chunks: ChunksUnderWay;
  readonly #entering = new Set<Promise<void>>();
  #state: 'open' | 'retired' | 'over' = 'open';
  #timer: NodeJS.Timeout | null = null;

  constructor(
    isolate: GuestIsolate,
    definition: ProgramDefinition,
    { egress }: Pick<SandboxServices, 'egress'>,
  ) {
    this.#isolate = isolate;
    this.#rest = new ShrinkAtRest(isolate);
    this.cpu = new CpuAccount(() => isolate.enteredMs);
    this.#definition = definition;
    this.#chunks = new ChunksUnderWay(definition.limits.timeoutMs, (chunk) => this.#passDeadline(chunk));
    const onAnswers = (): void => this.#handOverAnswers();
    this.#requests = new GuestRequests(egress, { ...definition, onAnswers });
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  get isIdle(): boolean {
    return this.#chunks.isEmpty;
  }

  /** Runs a chunk; `report` is told as its events end. Resolves when all have. */
  run(job: ChunkJob, report: Report): Promise<void> {
    this.#rest.stop();
    const chunk = this.#chunks.begin(job, report, this.cpu.usedMs);
    const how = job.isRecorded ? `${job.how}+` : job.how;
    this.#enter('run', [how, chunk.first, job.count, job.text]);
    return chunk.done;
  }

  /** What the isolate holds, in bytes; 0 when it is over. */
  measureBytes(): Promise<number> {
    return this.#isolate.measureBytes().catch(() => 0);
  }

  dispose(): void {
    void this.#end('again');
  }

  /** Called by the CPU watch while the guest is busy. */
  checkCpu(): void {
    const limitMs = this.#definition.limits.cpuMs;
    const isOver = this.#chunks.some(
      ({ job, cpuMsAtStart }) => this.cpu.usedMs - cpuMsAtStart > limitMs * callsOf(job),
    );
    if (isOver || this.cpu.entryMs > limitMs) this.#fail('cpu');
  }

  get #isAlone(): boolean {
    return this.#chunks.only?.job.isAlone ?? false;
  }

  #enter(name: Entry, args: readonly (string | number)[]): void {
    const entering = this.#enterAndRead(name, args).finally(() => {
      this.#entering.delete(entering);
    });
    this.#entering.add(entering);
  }

  async #enterAndRead(name: Entry, args: readonly (string | number)[]): Promise<void> {
    watchCpu(this);
    const { lines, fault } = await this.#isolate.enter(name, args, this.#chunks.leftMs);
    if (this.#state === 'over') return;
    if (!this.#isolate.isBusy) unwatchCpu(this);
    this.cpu.endEntry();
    const said = readGuestLines(lines);
    if (said?.some(({ kind }) => kind === 'requests-used-up') && !this.#isAlone) {
      // One that made few requests may be the one refused: all that isn't delivered runs again, alone.
      this.#take(
        said.filter(({ kind }) => kind === 'delivered'),
        true,
      );
      void this.#end('again');
      return;
    }
    if (said !== null) this.#take(said, fault !== null);
    if (fault !== null || said === null) this.#fail(fault ?? 'unreadable');
    else this.#endOverdue();
  }

  /** Nothing that a guest asked for in an entry that was ended is done: its events run again. */
  #take(lines: readonly GuestLine[], wasEnded: boolean): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const line of lines) {
      if (!wasEnded || (line.kind !== 'request' && line.kind !== 'timer')) this.#act(line);
    }
    this.#flush();
  }

  #act(line: GuestLine): void {
    switch (line.kind) {
      case 'delivered':
        this.#chunks.endEvent(line.number, DELIVERED, line.returned);
        return;
      case 'failed':
        this.#chunks.endEvent(line.number, failureOf(line), null);
        return;
      // Logs and requests can be told apart only where a chunk has the isolate for itself.
      case 'log':
        this.#chunks.only?.addLog({ level: line.level, message: line.message });
        return;
      case 'request':
        void this.#requests.start(
          line.id,
          line.request,
          this.#chunks.only?.addRequest(line.request) ?? ignoreStatus,
        );
        return;
      case 'abort':
        this.#requests.abort(line.id);
        return;
      case 'timer':
        this.#timer = setTimeout(() => this.#enter('fireTimers', []), Math.max(0, line.at - Date.now()));
        return;
      case 'requests-used-up':
        // It is alone: the refusal is its own doing.
        return;
      case 'loaded':
      case 'not-loaded':
        // It is loaded already.
        this.#fail('unreadable');
    }
  }

  /** Answers that nobody waits for any more are dropped. */
  #handOverAnswers(): void {
    const answers = this.#requests.takeAnswers();
    if (answers !== null && !this.#chunks.isEmpty && this.#state !== 'over') this.#enter('answer', answers);
  }

  #passDeadline(chunk: Chunk): void {
    if (chunk.job.isAlone) {
      this.#fail('deadline');
    } else if (this.#isolate.isBusy) {
      // Others may be at work, within their CPU limit; when they are done, only those that wait are late.
      const { cpuMs } = this.#definition.limits;
      this.#chunks.extend(chunk, cpuMs, () => this.#fail('deadline'));
    } else {
      this.#endOverdue();
    }
  }

  #endOverdue(): void {
    const outcome = describeFault('deadline', this.#definition.limits);
    if (this.#chunks.endOverdue(outcome)) this.#state = 'retired';
    this.#flush();
  }

  #flush(): void {
    this.#chunks.flush();
    if (!this.#chunks.isEmpty) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#state === 'retired') void this.#end('again');
    else this.#rest.begin();
  }

  #fail(fault: Fault): void {
    void this.#end(this.#isAlone ? describeFault(fault, this.#definition.limits) : 'again');
  }

  async #end(outcome: Outcome | 'again'): Promise<void> {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#rest.stop();
    unwatchCpu(this);
    this.#chunks.stopDeadlines();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#requests.dispose();
    this.#isolate.dispose();
    await this.#untilStopped();
    this.#chunks.endAll(outcome);
    this.#flush();
  }

  /** Where V8 doesn't stop, only the end of the process ends it; the parent sees who was under way. */
  async #untilStopped(): Promise<void> {
    if (this.#entering.size === 0) return;
    const overdue = setTimeout(endProcess, STOP_TIMEOUT_MS);
    await Promise.all(this.#entering);
    clearTimeout(overdue);
  }
}

const ignoreStatus = (): void => {};

/** The limit is that of a handler call; `onBatch` is one, however many events it gets. */
function callsOf({ how, count }: ChunkJob): number {
  return how === 'single' ? count : 1;
}

function failureOf({ code, message, retryAfterMs }: Extract<GuestLine, { kind: 'failed' }>): Outcome {
  return failed(
    isFailureCode(code) ? code : 'bad_request',
    message,
    retryAfterMs === null ? {} : { retryAfterMs },
  );
}
