import type { LocalConfig } from '../local/config.ts';
import type { PlatformState } from '../local/platform-state.ts';

/** What `sluice up` says to people when it is ready. */
export function describePlatform(state: PlatformState, config: LocalConfig): string {
  const { endpoint, region, accessKeyId, secretAccessKey, eventsQueueUrl } = state;
  const writeKey = config.sources[0]?.writeKey ?? '<write key>';
  const event = JSON.stringify({ writeKey, type: 'track', event: 'Order Completed', userId: 'u1' });
  const destinations = config.destinations.map(
    (each) =>
      `  ${each.name}, from source "${each.source}", runs ${each.function}${each.enabled ? '' : ' (disabled)'}`,
  );
  return [
    `Sluice is up on ${endpoint}`,
    '',
    `Events queue: ${eventsQueueUrl}`,
    '',
    'Send an event:',
    `  AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey} \\`,
    `  aws sqs send-message --endpoint-url ${endpoint} --region ${region} \\`,
    `    --queue-url ${eventsQueueUrl} \\`,
    `    --message-body ${quote(event)}`,
    '',
    destinations.length === 0 ? 'Destinations: none yet' : 'Destinations:',
    ...destinations,
    '',
    'Ctrl-C stops it',
    '',
  ].join('\n');
}

/** For a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
