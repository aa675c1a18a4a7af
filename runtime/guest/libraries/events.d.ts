declare module 'events' {
  /** The package of this name, which is Node's module for everybody else. */
  export class EventEmitter {
    on(event: string, listener: (...args: readonly unknown[]) => void): this;
  }
}
