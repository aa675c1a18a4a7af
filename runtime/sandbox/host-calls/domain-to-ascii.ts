import { domainToASCII } from 'node:url';
import type { HostCall } from './parse-host-call.ts';

/** The guest asks for no longer ones; the work grows with the square of the length. */
const MAX_LENGTH = 1_024;

/** @returns how DNS knows an internationalized domain, or an empty text for what is none */
export function domainToAscii({ params }: HostCall): string {
  const domain = params.text('domain');
  return domain.length > MAX_LENGTH ? '' : domainToASCII(domain);
}
