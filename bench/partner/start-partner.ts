import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { PartnerReport } from './messages.ts';

const SERVE_PATH = fileURLToPath(import.meta.resolve('./serve.ts'));

export interface Partner extends AsyncDisposable {
  readonly url: string;
  /** "host:port", as `allowPrivateNetwork` wants it. */
  readonly host: string;
  /** @returns how many requests it had at once at most, since this was last asked */
  takeMostAtOnce(): Promise<number>;
}

/** Starts a partner's server on loopback, in a process of its own as partners have it. */
export async function startPartner({ delayMs }: { readonly delayMs: number }): Promise<Partner> {
  const server = fork(SERVE_PATH, [`${delayMs}`], { execArgv: [] });
  const nextReport = async (): Promise<PartnerReport> => {
    const [report] = await once(server, 'message');
    // Of the two sides of this pipe both are ours.
    return report as PartnerReport;
  };
  const { port } = await nextReport();
  return {
    url: `http://127.0.0.1:${port}/events`,
    host: `127.0.0.1:${port}`,
    takeMostAtOnce: async () => {
      server.send('report');
      return (await nextReport()).mostAtOnce;
    },
    [Symbol.asyncDispose]: async () => {
      const ended = once(server, 'exit');
      server.disconnect();
      await ended;
    },
  };
}
