import type { Log } from './log.ts';
import { jsonLog } from './log.ts';

/** The log of a stage that is a Lambda function: its standard output goes to CloudWatch Logs, line by line. */
export function lambdaLog(stage: string): Log {
  return jsonLog(stage, (line) => process.stdout.write(line));
}
