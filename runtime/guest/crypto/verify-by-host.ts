import type { HostParams } from '../bridge/host-call.ts';
import { askHostForJson } from '../bridge/host-call.ts';

/**
 * Whether a signature is one of the data, by the key in `params`.
 *
 * @throws Error what is wrong with the key
 */
export function verifyByHost(params: HostParams, data: Uint8Array, signature: Uint8Array): boolean {
  return askHostForJson('verify', params, [data, signature]) === 1;
}
