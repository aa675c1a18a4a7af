/**
 * Ends this process at once, for a guest that V8 can't stop: `process.exit` would wait for V8's threads. The signal
 * tells the parent that it was no crash.
 */
export function endProcess(): void {
  process.kill(process.pid, UNSTOPPABLE_SIGNAL);
}

/** "CPU time limit exceeded": nothing else in a child raises it. */
export const UNSTOPPABLE_SIGNAL = 'SIGXCPU';
