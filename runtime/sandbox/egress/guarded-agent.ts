import { setImmediate } from 'node:timers/promises';
import type { Agent, Dispatcher, buildConnector } from 'undici';
// Not from 'undici': that loads fetch, WebSocket and caches too, which costs every child 35 ms of its start.
import UndiciAgent from 'undici/lib/dispatcher/agent.js';
import { MAX_HEADER_BYTES } from './limits.ts';

/** performance.md wants 500 requests in flight against one slow partner; the rest wait for a connection. */
const MAX_CONNECTIONS_PER_ORIGIN = 512;

/** undici's agent over a guarded connector, whose idle connections can be closed while requests go on. */
export class GuardedAgent {
  readonly #connect: buildConnector.connector;
  #agent: Agent;

  constructor(connect: buildConnector.connector) {
    this.#connect = connect;
    this.#agent = this.#newAgent();
  }

  dispatch(request: Agent.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.#agent.dispatch(request, handler);
  }

  /** Later requests open connections of their own; what runs keeps its connection until it has ended. */
  async closeIdle(): Promise<void> {
    const agent = this.#agent;
    this.#agent = this.#newAgent();
    // The agent closes what is idle at once and the rest as it falls idle, which may take as long as a request.
    await Promise.race([agent.close(), setImmediate()]);
  }

  #newAgent(): Agent {
    return new UndiciAgent({
      connect: this.#connect,
      connections: MAX_CONNECTIONS_PER_ORIGIN,
      maxHeaderSize: MAX_HEADER_BYTES,
      allowH2: false,
      // The caller's signal ends what takes too long.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }
}
