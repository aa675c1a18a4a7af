import { EventEmitter } from 'events';

interface Writable {
  write(chunk: unknown): unknown;
  end(): unknown;
}

/**
 * Node's first kind of stream, all that the libraries build upon: an emitter of `data` and `end` that can be piped.
 * They have classes of the old kind inherit from it, and call no constructor of it.
 */
export class Stream extends EventEmitter {
  /** Where packages look for it that take it for what `require('stream')` gives. */
  static readonly Stream = Stream;

  pipe<T extends Writable>(target: T): T {
    this.on('data', (chunk) => target.write(chunk));
    this.on('end', () => target.end());
    return target;
  }
}
