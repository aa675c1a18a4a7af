import ivm from 'isolated-vm';
import type { CachedScript } from './cached-script.ts';
import { HostCalls } from './host-calls/host-calls.ts';

/** The guest's entries, runtime/guest/prelude.ts. */
type EntryName = 'load' | 'run' | 'answer' | 'fireTimers' | 'collectGarbage' | 'shrink';
const ENTRY_NAMES: readonly EntryName[] = ['load', 'run', 'answer', 'fireTimers', 'collectGarbage', 'shrink'];

/** Why an entry was ended. `lost`: the isolate is gone with it, as for want of memory. */
export type EntryFault = 'timeout' | 'lost';

export interface EntryEnd {
  /** What the guest posted, a line each. */
  readonly lines: string;
  readonly fault: EntryFault | null;
}

/** The prelude takes microseconds to hand over what it has; more means that the isolate is lost. */
const DRAIN_TIMEOUT_MS = 1_000;
/** A library takes milliseconds; more means that something is wrong with it. */
const OWN_SCRIPT_TIMEOUT_MS = 5_000;
/** Between isolated-vm's clock and ours. */
const CLOCK_SLACK_MS = 2;
/**
 * V8 frees the texts that crossed the bridge in a full collection only: an isolate grew from 2 to 20 MB within
 * 10,000 events of 1.3 KB. A forced one takes 1 to 2 ms.
 */
const COLLECT_EVERY_CHARACTERS = 4 * 1024 * 1024;
/** What must have passed since an isolate shrank, that it is worth 2 to 3 ms to do so again. */
const MIN_SHRINK_CHARACTERS = 256 * 1024;

/**
 * An isolate with the prelude in it. Only strings and numbers cross; the references to the guest's entries never
 * leave this class, and of the host the prelude alone holds one function (docs/decisions/0010).
 */
export class GuestIsolate {
  readonly #isolate: ivm.Isolate;
  readonly #context: ivm.Context;
  readonly #entries: ReadonlyMap<EntryName, ivm.Reference>;
  readonly #drain: ivm.Reference;
  readonly #hostCalls: HostCalls;
  #passedCharacters = 0;
  /** To load a program leaves as much behind. */
  #charactersSinceShrunk = MIN_SHRINK_CHARACTERS;
  #runningEntries = 0;
  #isLate = false;

  private constructor(
    { isolate, context }: { readonly isolate: ivm.Isolate; readonly context: ivm.Context },
    entries: ReadonlyMap<EntryName, ivm.Reference>,
    drain: ivm.Reference,
  ) {
    this.#isolate = isolate;
    this.#context = context;
    this.#entries = entries;
    this.#drain = drain;
    this.#hostCalls = new HostCalls(() => {
      this.#isLate = true;
      this.dispose();
    });
  }

  static async create(prelude: CachedScript, memoryMb: number): Promise<GuestIsolate> {
    const isolate = new ivm.Isolate({ memoryLimit: memoryMb, onCatastrophicError: abortProcess });
    const context = await isolate.createContext();
    const script = await prelude.compileIn(isolate);
    const exported: ivm.Reference = await script.run(context, { reference: true });
    const entries = new Map<EntryName, ivm.Reference>();
    for (const name of ENTRY_NAMES) entries.set(name, exported.getSync(name, { reference: true }));
    const drain = exported.getSync('drain', { reference: true });
    const guest = new GuestIsolate({ isolate, context }, entries, drain);
    guest.#connect(exported.getSync('connect', { reference: true }));
    return guest;
  }

  #connect(connect: ivm.Reference): void {
    const callback = new ivm.Callback((text: string) => this.#hostCalls.answerInTurn(text));
    connect.applySync(undefined, [callback]);
  }

  /**
   * Runs a script of our own, before any code of the guest's.
   * @throws Error when it fails, or memory runs out: nothing of the guest's has a hand in it
   */
  async runOwn(script: CachedScript): Promise<void> {
    const compiled = await script.compileIn(this.#isolate);
    await compiled.run(this.#context, { timeout: OWN_SCRIPT_TIMEOUT_MS });
  }

  /** Whether guest code is running, or about to. */
  get isBusy(): boolean {
    return this.#runningEntries > 0;
  }

  get isLost(): boolean {
    return this.#isolate.isDisposed;
  }

  /**
   * How long the guest has been entered in all, in milliseconds, with what its calls took; 0 when it is lost. isolated-vm
   * leaves the calls out of what it calls CPU time, but that goes on while the thread waits for a core: 16 isolates that
   * spun for 300 ms each added up to 4.9 s where the process had used 0.5 s.
   */
  get enteredMs(): number {
    return this.isLost ? 0 : Number(this.#isolate.cpuTime) / 1e6 + this.#hostCalls.usedMs;
  }

  /** What the isolate holds, in bytes, buffers and texts outside of its heap included; 0 when it is lost. */
  async measureBytes(): Promise<number> {
    if (this.isLost) return 0;
    const { total_physical_size, malloced_memory, externally_allocated_size } =
      await this.#isolate.getHeapStatistics();
    return total_physical_size + malloced_memory + externally_allocated_size;
  }

  /**
   * Enters the guest. The entry and the taking of what it posted are queued together, so that both cost one hop
   * between threads (70 µs against 130 for a single event). Never throws: an entry's own error is of no interest,
   * since all that counts is posted. It may be a rejection that nobody awaits, whose message the guest chose: so what
   * tells of a fault is the time that went by, and whether the isolate still is.
   */
  async enter(name: EntryName, args: readonly (string | number)[], timeoutMs: number): Promise<EntryEnd> {
    this.#runningEntries += 1;
    const timeout = Math.max(1, Math.ceil(timeoutMs));
    const startedAt = performance.now();
    this.#hostCalls.allowUntil(startedAt + timeout);
    try {
      const entered = this.#entries.get(name)!.apply(undefined, [...args], { timeout });
      const drained = this.#drain.apply(undefined, [], { timeout: DRAIN_TIMEOUT_MS });
      const [error, lines] = await Promise.all([entered.then(noError, asIs), drained.then(asText, noText)]);
      this.#collectGarbageAfter(args, lines ?? '');
      const isStopped = saysTimeout(error) && performance.now() - startedAt > timeout - CLOCK_SLACK_MS;
      if (isStopped || this.#isLate) return { lines: lines ?? '', fault: 'timeout' };
      return { lines: lines ?? '', fault: this.isLost || lines === null ? 'lost' : null };
    } finally {
      this.#runningEntries -= 1;
    }
  }

  /** Whether it holds much that nobody needs. */
  get canShrink(): boolean {
    return this.#charactersSinceShrunk >= MIN_SHRINK_CHARACTERS && !this.isLost;
  }

  /** Gives back the texts that have passed, and what V8 keeps for objects to come. */
  shrink(): void {
    this.#charactersSinceShrunk = 0;
    this.#passedCharacters = 0;
    if (!this.isLost) this.#entries.get('shrink')!.applyIgnored(undefined, []);
  }

  dispose(): void {
    if (!this.isLost) this.#isolate.dispose();
  }

  #collectGarbageAfter(args: readonly (string | number)[], lines: string): void {
    let characters = lines.length;
    for (const arg of args) if (typeof arg === 'string') characters += arg.length;
    this.#passedCharacters += characters;
    this.#charactersSinceShrunk += characters;
    if (this.#passedCharacters < COLLECT_EVERY_CHARACTERS || this.isLost) return;
    this.#passedCharacters = 0;
    this.#entries.get('collectGarbage')!.applyIgnored(undefined, []);
  }
}

const noError = (): null => null;
const asIs = (error: unknown): unknown => error;
const asText = (drained: unknown): string | null => (typeof drained === 'string' ? drained : null);
const noText = (): null => null;

/** isolated-vm tells it by its words alone. */
function saysTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === 'Script execution timed out.';
}

/** V8 is beyond help: `process.exit` would hang here. */
function abortProcess(): void {
  process.abort();
}
