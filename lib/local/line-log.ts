import type { Log } from '../../functions/log.ts';

/** What only CloudWatch reads. */
const METRICS_FIELD = '_aws';

/** Writes a stage's lines as people read them in a terminal: time, stage, event, fields. */
export function lineLog(stage: string, write: (line: string) => void, now: () => Date): Log {
  return (event, fields) => {
    const shown = Object.entries(fields)
      .filter(([name, value]) => name !== METRICS_FIELD && value !== undefined && value !== null)
      .map(([name, value]) => `${name}=${show(value)}`);
    write(`${[now().toISOString().slice(11, 23), stage, event, ...shown].join(' ')}\n`);
  };
}

function show(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return /^[\w.:/@-]+$/.test(value) ? value : JSON.stringify(value);
}
