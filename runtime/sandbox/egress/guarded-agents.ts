import { setImmediate } from 'node:timers/promises';
import type { Agent, Dispatcher, buildConnector } from 'undici';
// Not from 'undici': that loads fetch, WebSocket and caches too, which costs every child 35 ms of its start.
import UndiciAgent from 'undici/lib/dispatcher/agent.js';
import { ConnectionShares } from './connection-shares.ts';
import { MAX_CONNECTIONS, MAX_HEADER_BYTES } from './limits.ts';

/**
 * undici's agents over a guarded connector, one for each owner of requests: nobody waits for a connection that
 * somebody else holds, or is taken for them by what a server knows of one. Idle connections can be closed while
 * requests go on.
 */
export class GuardedAgents {
  readonly #connect: buildConnector.connector;
  readonly #shares = new ConnectionShares();
  #agents = new Map<object, Agent>();

  constructor(connect: buildConnector.connector) {
    this.#connect = connect;
  }

  dispatch(owner: object, request: Agent.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.#agentOf(owner).dispatch(request, handler);
  }

  /** Later requests open connections of their own; what runs keeps its connection until it has ended. */
  async closeIdle(): Promise<void> {
    const agents = [...this.#agents.values()];
    this.#agents = new Map();
    // An agent closes what is idle at once and the rest as it falls idle, which may take as long as a request.
    await Promise.race([Promise.all(agents.map((agent) => agent.close())), setImmediate()]);
  }

  #agentOf(owner: object): Agent {
    const known = this.#agents.get(owner);
    if (known !== undefined) return known;
    const agent = new UndiciAgent({
      connect: (options, callback) => void this.#open(owner, options, callback),
      // To each origin; the shares limit what goes to all of them.
      connections: MAX_CONNECTIONS,
      maxHeaderSize: MAX_HEADER_BYTES,
      allowH2: false,
      // The caller's signal ends what takes too long.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.#agents.set(owner, agent);
    return agent;
  }

  async #open(
    owner: object,
    options: buildConnector.Options,
    callback: buildConnector.Callback,
  ): Promise<void> {
    await this.#shares.take(owner);
    this.#connect(options, (...result) => {
      const [, socket] = result;
      if (socket === null) this.#shares.giveBack(owner);
      else socket.once('close', () => this.#shares.giveBack(owner));
      callback(...result);
    });
  }
}
