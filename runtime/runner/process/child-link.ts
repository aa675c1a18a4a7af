import { rm } from 'node:fs/promises';
import { UNSTOPPABLE_SIGNAL } from '../../sandbox/end-process.ts';
import type { DeathCause } from './child-died.ts';
import type { Frame } from './frames.ts';
import { encodeFrame, FrameReader } from './frames.ts';
import type { SpawnedChild } from './spawn-child.ts';

const KEPT_STDERR_LENGTH = 2_000;

/** The line to a child that was spawned: frames go through it both ways until the child is dead. */
export class ChildLink {
  readonly #spawned: SpawnedChild;
  /** Why the child is dead, once it is. */
  readonly died: Promise<DeathCause>;
  /** It is dead, and its working directory removed. */
  readonly cleared: Promise<void>;
  #cause: DeathCause = 'crashed';
  #isCut = false;
  #stderr = '';

  constructor(spawned: SpawnedChild, onFrame: (frame: Frame) => void) {
    this.#spawned = spawned;
    const reader = new FrameReader(onFrame);
    spawned.pipe.on('data', (piece: Buffer) => {
      try {
        reader.push(piece);
      } catch (error) {
        // A child that a guest has taken over may say anything; it may not take its parent along.
        this.#stderr += String(error);
        this.kill('crashed');
      }
    });
    // A broken pipe is the sign of a death that `close` tells of.
    spawned.pipe.on('error', ignore);
    spawned.process.stderr?.on('data', (piece: Buffer) => {
      this.#stderr = (this.#stderr + piece.toString()).slice(-KEPT_STDERR_LENGTH);
    });
    this.died = new Promise((resolve) => {
      const end = (cause: DeathCause): void => {
        this.#isCut = true;
        resolve(cause);
      };
      spawned.process.once('error', (error) => {
        this.#stderr ||= error.message;
        end('crashed');
      });
      spawned.process.once('close', (_, signal) => {
        end(signal === UNSTOPPABLE_SIGNAL ? 'deadline' : this.#cause);
      });
    });
    this.cleared = this.died.then(() => rm(spawned.folder, { recursive: true, force: true }));
  }

  /** Nothing that is sent arrives any more: the child is dead, or about to be. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** The end of what the child wrote to standard error. */
  get stderr(): string {
    return this.#stderr.trim();
  }

  send(frame: Partial<Frame> & Pick<Frame, 'kind'>): void {
    if (!this.#isCut) this.#spawned.pipe.write(encodeFrame(frame));
  }

  kill(cause: DeathCause): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.#cause = cause;
    this.#spawned.process.kill('SIGKILL');
  }
}

function ignore(): void {}
