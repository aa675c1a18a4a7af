import type { RespondRule } from '../../../sandbox/egress/respond-rule.ts';
import type { Egress } from '../../../sandbox/egress/egress.ts';
import { createGuardedEgress } from '../../../sandbox/egress/guarded-egress.ts';
import { createRespondingEgress } from '../../../sandbox/egress/responding-egress.ts';
import { CachedScript } from '../../../sandbox/cached-script.ts';
import { LibraryScripts } from '../../../sandbox/library-scripts.ts';
import type { ProgramDefinition, SandboxServices } from '../../../sandbox/program-definition.ts';
import type { ChunkJob } from '../../../sandbox/chunk.ts';
import { WarmProgram } from '../../../sandbox/warm-program.ts';
import { encodeEnded } from '../ended-text.ts';
import type { Frame } from '../frames.ts';
import { encodeFrame, FLAG, FRAME } from '../frames.ts';

/** What a child is started with. */
export interface ChildOptions {
  /** The prelude, as runtime/bundle/build-guest.ts makes it. */
  readonly guestSource: string;
  /** The peers that may be on a private network, "host:port", or 'all'. */
  readonly allowPrivateNetwork: readonly string[] | 'all';
  /** Answers in place of partners; no request leaves when given. */
  readonly respond: readonly RespondRule[] | null;
}

const KIB = 1024;

/** Does what the parent's frames ask for, and tells it in frames how that went. */
export function serveParent(send: (bytes: Buffer) => void): (frame: Frame) => void {
  const programs = new Map<number, WarmProgram>();
  let services: SandboxServices | null = null;

  const makeProgram = (programId: number, definition: ProgramDefinition): WarmProgram => {
    const program = new WarmProgram(definition, started(services), (sizeBytes) => {
      send(encodeFrame({ kind: FRAME.size, programId, count: Math.ceil(sizeBytes / KIB) }));
    });
    programs.set(programId, program);
    return program;
  };

  const open = async (programId: number, definition: ProgramDefinition): Promise<void> => {
    const program = programs.get(programId) ?? makeProgram(programId, definition);
    send(encodeFrame({ kind: FRAME.opened, programId, text: JSON.stringify(await program.open()) }));
  };

  const run = async ({ programId, chunkId, flags, count, text }: Frame): Promise<void> => {
    const program = programs.get(programId);
    if (program === undefined) throw new Error(`Cannot run events: program ${programId} is not open`);
    const job = {
      how: howOf(flags),
      isAlone: (flags & FLAG.alone) !== 0,
      isRecorded: (flags & FLAG.recorded) !== 0,
      count,
      text,
    };
    await program.run(job, (ended) => {
      send(encodeFrame({ kind: FRAME.ended, chunkId, text: encodeEnded(ended) }));
    });
  };

  return (frame) => {
    switch (frame.kind) {
      case FRAME.start:
        services = startServices(JSON.parse(frame.text) as ChildOptions);
        send(encodeFrame({ kind: FRAME.ready }));
        return;
      case FRAME.open:
        void open(frame.programId, JSON.parse(frame.text) as ProgramDefinition);
        return;
      case FRAME.run:
        void run(frame);
        return;
      case FRAME.close:
        programs.get(frame.programId)?.dispose();
        programs.delete(frame.programId);
        return;
      case FRAME.rest:
        void started(services)
          .egress.closeIdle()
          .then(() => send(encodeFrame({ kind: FRAME.rested })));
        return;
      case FRAME.ready:
      case FRAME.opened:
      case FRAME.ended:
      case FRAME.rested:
      case FRAME.size:
        throw new Error(`Cannot take a frame of kind ${frame.kind}: it is a child's, not a parent's`);
    }
  };
}

function startServices({ guestSource, allowPrivateNetwork, respond }: ChildOptions): SandboxServices {
  const egress: Egress =
    respond === null ? createGuardedEgress({ allowPrivateNetwork }) : createRespondingEgress(respond);
  return { prelude: new CachedScript(guestSource), libraryScripts: new LibraryScripts(), egress };
}

function started(services: SandboxServices | null): SandboxServices {
  if (services === null) throw new Error('Cannot serve: the parent has not sent its options');
  return services;
}

function howOf(flags: number): ChunkJob['how'] {
  if (flags & FLAG.array) return 'array';
  return flags & FLAG.batch ? 'batch' : 'single';
}
