import { createHash } from 'node:crypto';
import type { Job } from '../runner.ts';

/** What Lambda takes for a tenant's id, https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const TENANT_ID = /^[a-zA-Z0-9._:/=+\-@ ]{1,256}$/;

/**
 * Whom a job's microVMs belong to where tenant isolation is on: the subscription, which is a partner's code. Settings of
 * all its customers are handed to that code anyway, so a guest that breaks out finds nothing that wasn't given to its
 * author; one microVM for each destination would add cold starts and no wall. An App, once there is one, takes its place
 * here (docs/decisions/0012).
 */
export function tenantOf({
  subscriptionId,
  destinationId,
}: Pick<Job, 'subscriptionId' | 'destinationId'>): string {
  const id = subscriptionId ?? destinationId;
  return TENANT_ID.test(id) ? id : createHash('sha256').update(id).digest('hex');
}
