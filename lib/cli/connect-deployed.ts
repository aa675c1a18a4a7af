import type { Clients } from '../local/connect.ts';
import { connectToAws } from '../local/connect.ts';
import { CommandError } from './command-error.ts';

/**
 * Clients for a deployed Sluice.
 * @throws CommandError when neither the command line nor the environment says where AWS is and who asks
 */
export async function connectDeployed(region: string | undefined): Promise<Clients> {
  const clients = connectToAws(region);
  try {
    await clients.sqs.config.region();
    await clients.sqs.config.credentials();
    return clients;
  } catch (cause) {
    clients[Symbol.dispose]();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(
      `Cannot reach AWS: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`,
      'Name the region with --region or AWS_REGION, and credentials as for the AWS CLI',
      { cause },
    );
  }
}
