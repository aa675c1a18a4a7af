import type { Failed } from '../contract/outcome.ts';
import { failed } from '../contract/outcome.ts';
import type { HandlerName } from '../contract/program.ts';
import type { ChunkJob, Report } from './chunk.ts';
import { GuestSession } from './guest-session.ts';
import { loadGuest } from './load-guest.ts';
import type { ProgramDefinition, SandboxServices } from './program-definition.ts';

/** From a program's work to its size: by then it has shrunk if it is at rest. A measurement takes 50 µs. */
const TELL_SIZE_AFTER_MS = 1_000;

/** A program is loaded and defines these handlers, or can't be. */
export type Opened = { readonly handlers: readonly HandlerName[] } | { readonly failure: Failed };

interface Loaded {
  readonly opened: Opened;
  readonly session: GuestSession | null;
}

/** A program of one destination, kept loaded: in an isolate that nobody else uses, made anew when one has to end. */
export class WarmProgram {
  readonly #definition: ProgramDefinition;
  readonly #services: SandboxServices;
  readonly #onSize: (sizeBytes: number) => void;
  readonly #retired = new Set<GuestSession>();
  #loading: Promise<Loaded> | null = null;
  #session: GuestSession | null = null;
  #sizeTimer: NodeJS.Timeout | null = null;

  /** @param onSize is told what the program holds, in bytes, once it is loaded, and some time after each use */
  constructor(definition: ProgramDefinition, services: SandboxServices, onSize: (sizeBytes: number) => void) {
    this.#definition = { ...definition, libraries: services.libraryScripts.share(definition.libraries) };
    this.#services = services;
    this.#onSize = onSize;
  }

  /** Loads the program where it isn't loaded yet. */
  async open(): Promise<Opened> {
    return (await this.#load()).opened;
  }

  /** Runs a chunk; `report` is told as its events end. Resolves when all have. */
  async run(job: ChunkJob, report: Report): Promise<void> {
    const { opened, session } = await this.#load();
    if (session !== null) {
      this.#sizeTimer ??= setTimeout(() => void this.#tellSize(), TELL_SIZE_AFTER_MS);
      return session.run(job, report);
    }
    const outcome =
      'failure' in opened ? opened.failure : failed('platform_error', 'The sandbox has no isolate');
    report(Array.from({ length: job.count }, (_, index) => ({ index, outcome, durationMs: 0 })));
  }

  dispose(): void {
    if (this.#sizeTimer !== null) clearTimeout(this.#sizeTimer);
    this.#session?.dispose();
    for (const session of this.#retired) session.dispose();
    this.#session = null;
    this.#loading = null;
  }

  #load(): Promise<Loaded> {
    if (this.#session !== null && !this.#session.isOpen) {
      this.#retire(this.#session);
      this.#loading = null;
    }
    this.#loading ??= this.#loadNow();
    return this.#loading;
  }

  async #loadNow(): Promise<Loaded> {
    const loaded = await loadGuest(this.#definition, this.#services);
    if ('failure' in loaded) {
      // Not kept: what failed to load for a while, as for want of memory, is tried anew.
      this.#loading = null;
      return { opened: loaded, session: null };
    }
    this.#session = new GuestSession(loaded.isolate, this.#definition, this.#services);
    void this.#tellSize();
    return { opened: { handlers: loaded.handlers }, session: this.#session };
  }

  async #tellSize(): Promise<void> {
    this.#sizeTimer = null;
    this.#onSize((await this.#session?.measureBytes()) ?? 0);
  }

  #retire(session: GuestSession): void {
    for (const each of this.#retired) if (each.isIdle) this.#retired.delete(each);
    if (!session.isIdle) this.#retired.add(session);
    this.#session = null;
  }
}
