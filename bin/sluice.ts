import { runCli } from '../lib/cli/run-cli.ts';
import { onParentGone } from './on-parent-gone.ts';

/** What is left open after a verb has ended is a fault, but not one to hang for. */
const LINGER_MS = 2_000;
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

// `sluice … | head` closes the pipe when it has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// Whoever kills the launcher means the command.
if (process.env.SLUICE_LAUNCHER !== undefined) onParentGone(() => process.exit(1));

process.exitCode = await runCli(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  cwd: process.cwd(),
  env: process.env,
  onStop: (listener) => {
    STOP_SIGNALS.forEach((signal) => process.on(signal, listener));
    // npm runs what it is told to in a shell, which is ended by a signal and doesn't hand it on.
    if (process.env.npm_command !== undefined) onParentGone(listener);
  },
  exit: (status) => process.exit(status),
});
setTimeout(() => process.exit(), LINGER_MS).unref();
