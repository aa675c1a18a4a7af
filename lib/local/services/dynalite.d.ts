declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** The folder of its LevelDB; in memory when left out. */
    readonly path?: string;
    /** How long a new table stays in the state CREATING, in milliseconds. */
    readonly createTableMs?: number;
  }

  /** Makes a server that doesn't listen yet. Closing it closes its database, but only when it has listened. */
  export default function dynalite(options: Options): Server;
}
