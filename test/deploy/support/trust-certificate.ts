import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { CERTIFICATE } from './emulator.ts';

/** Has this process take the emulator for who it says it is. Connections made before don't. */
export function trustCertificate(): void {
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(CERTIFICATE, 'utf8')]);
}
