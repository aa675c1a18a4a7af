import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { installMinistack } from './install-ministack.ts';
import { BIN } from './root.ts';

/** For 127.0.0.1 alone, and trusted by nobody else. */
export const CERTIFICATE = join(import.meta.dirname, '../tls/cert.pem');
const CERTIFICATE_KEY = join(import.meta.dirname, '../tls/key.pem');

export const REGION = 'us-east-1';
const ACCESS_KEY_ID = 'test';
const SECRET_ACCESS_KEY = 'test';
const READY = /Running on/;

/**
 * The AWS emulator in a process of its own, fresh each time, over TLS (the queues and buckets refuse all else) and with
 * permissions enforced: what the app's roles don't allow fails.
 */
export class Emulator implements AsyncDisposable {
  readonly port: number;
  readonly #process: ChildProcess;
  readonly #folder: string;

  static async start(): Promise<Emulator> {
    const program = await installMinistack();
    const port = await findFreePort();
    const folder = await mkdtemp(join(tmpdir(), 'sluice-deploy-'));
    // It writes a bundle of all that the machine trusts beside its certificate.
    const certificate = join(folder, 'cert.pem');
    await copyFile(CERTIFICATE, certificate);
    const child = spawn(program, [], {
      cwd: folder,
      // A group of its own, so that the functions' workers can be ended with it.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        // Lambda's Node is the first one there.
        PATH: `${BIN}${delimiter}${process.env.PATH}`,
        HOME: folder,
        TMPDIR: folder,
        BIND_HOST: '127.0.0.1',
        GATEWAY_PORT: String(port),
        MINISTACK_HOST: '127.0.0.1',
        IOT_MTLS_ENABLED: '0',
        USE_SSL: '1',
        MINISTACK_SSL_CERT: certificate,
        MINISTACK_SSL_KEY: CERTIFICATE_KEY,
        AUTH: 'true',
        AWS_ACCESS_KEY_ID: ACCESS_KEY_ID,
        AWS_SECRET_ACCESS_KEY: SECRET_ACCESS_KEY,
        AWS_DEFAULT_REGION: REGION,
      },
    });
    const emulator = new Emulator(child, folder, port);
    await emulator.#ready();
    return emulator;
  }

  private constructor(child: ChildProcess, folder: string, port: number) {
    this.#process = child;
    this.#folder = folder;
    this.port = port;
  }

  get endpoint() {
    return {
      endpoint: `https://127.0.0.1:${this.port}`,
      region: REGION,
      accessKeyId: ACCESS_KEY_ID,
      secretAccessKey: SECRET_ACCESS_KEY,
    };
  }

  /** What a program is started with that is to take the emulator for AWS. */
  get environment(): Record<string, string> {
    return {
      PATH: `${BIN}${delimiter}${process.env.PATH}`,
      HOME: this.#folder,
      TMPDIR: this.#folder,
      AWS_ENDPOINT_URL: this.endpoint.endpoint,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY: SECRET_ACCESS_KEY,
      AWS_CA_BUNDLE: CERTIFICATE,
      NODE_EXTRA_CA_CERTS: CERTIFICATE,
      CDK_DISABLE_CLI_TELEMETRY: 'true',
    };
  }

  /** A place for files that end with the emulator. */
  path(name: string): string {
    return join(this.#folder, name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { pid, exitCode } = this.#process;
    if (pid !== undefined && exitCode === null) {
      const gone = once(this.#process, 'exit');
      process.kill(-pid, 'SIGKILL');
      await gone;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Resolves when requests are answered; what it says is kept for a look at `log.txt` in a debugger. */
  async #ready(): Promise<void> {
    const { stdout, stderr } = this.#process;
    const log = createWriteStream(this.path('log.txt'));
    let said = '';
    await new Promise<void>((resolve, reject) => {
      const listen = (text: Buffer): void => {
        log.write(text);
        if (said.length < 100_000) said += text.toString();
        if (READY.test(said)) resolve();
      };
      stdout?.on('data', listen);
      stderr?.on('data', listen);
      this.#process.once('error', reject);
      this.#process.once('exit', () => reject(new Error(`The emulator ended:\n${said}`)));
    });
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
