import type { DeadLetter } from '../../runtime/contract/dead-letter.ts';
import type { FailureCode } from '../../runtime/contract/failure-codes.ts';
import { FAILURES } from '../../runtime/contract/failure-codes.ts';
import { count } from './count.ts';

/** A dead letter as the list shows it. Times are ISO 8601, UTC. */
export interface ListedLetter {
  readonly id: string;
  /** Its name, or its id where it is deleted. */
  readonly destination: string;
  readonly messageId: string;
  readonly code: FailureCode;
  readonly message: string;
  readonly attempts: number;
  /** `null` where none was ever made. */
  readonly firstAttemptAt: string | null;
  /** When it was given up, where none was ever made. */
  readonly lastAttemptAt: string;
}

/** @param names of destinations, by id */
export function toListed(letter: DeadLetter, names: ReadonlyMap<string, string>): ListedLetter {
  const { id, destinationId, code, message, attempts, gaveUpAt, delivery } = letter;
  const { messageId, firstAttemptAt, history } = delivery;
  // What was no attempt, as `expired`, bears the number of the one before it.
  const lastAttempt = history.find(({ attempt }) => attempt === attempts);
  return {
    id,
    destination: names.get(destinationId) ?? destinationId,
    messageId,
    code,
    message,
    attempts,
    firstAttemptAt: firstAttemptAt === null ? null : isoTime(firstAttemptAt),
    lastAttemptAt: isoTime(lastAttempt?.at ?? gaveUpAt),
  };
}

/** A few lines for each letter. */
export function listLetters(letters: readonly ListedLetter[]): string {
  if (letters.length === 0) return 'No dead letters\n';
  const lines = letters.flatMap(({ id, destination, messageId, code, message, attempts, lastAttemptAt }) => [
    `${id}  ${destination}`,
    `  ${code}: ${firstLine(message)}`,
    `  event ${messageId}, ${count(attempts, 'attempt')}, the last at ${lastAttemptAt}`,
  ]);
  return `${lines.join('\n')}\n\n${letters.length} in all\n`;
}

/** Everything about one letter. */
export function describeLetter(letter: DeadLetter, names: ReadonlyMap<string, string>): string {
  const { destination, code, message, messageId, attempts } = toListed(letter, names);
  const { meaning, mender } = FAILURES[code];
  const { history, eventText, receivedAt } = letter.delivery;
  return [
    `${letter.id}, for ${destination}`,
    `  ${code}: ${meaning}`,
    `  to be mended by: ${mender}`,
    `  ${message}`,
    '',
    `Event ${messageId}, received at ${isoTime(receivedAt)}`,
    JSON.stringify(JSON.parse(eventText), null, 2),
    '',
    count(attempts, 'attempt'),
    ...history.map(
      (past) => `  ${past.attempt}  ${isoTime(past.at)}  ${past.code}: ${firstLine(past.message)}`,
    ),
    '',
    `Send it again with "sluice dead-letters redrive ${letter.id}"`,
    '',
  ].join('\n');
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
