import type { QueueSender } from '../runtime/queues/queue-sender.ts';
import type { FollowUp } from './follow-up.ts';
import type { Log } from './log.ts';
import { errorFields } from './log.ts';

/**
 * Sends all of them to one queue.
 * @returns the received messages that are not done, since something that follows from them is not safely sent
 */
export async function sendFollowUps(
  queue: QueueSender,
  followUps: readonly FollowUp[],
  log: Log,
): Promise<readonly string[]> {
  if (followUps.length === 0) return [];
  try {
    const unsent = new Set(await queue.send(followUps.map((each) => each.message)));
    if (unsent.size > 0) log('messages-unsent', { messages: unsent.size });
    return followUps.filter((each) => unsent.has(each.message)).flatMap((each) => each.recordIds);
  } catch (error) {
    log('messages-unsent', { messages: followUps.length, ...errorFields(error) });
    return followUps.flatMap((each) => each.recordIds);
  }
}
