import { hash } from 'node:crypto';

/** Enough that a thousand names never share one. */
const ID_LENGTH = 16;

/** An id made of a name, so that what keeps its name keeps its id: what waits for it in a queue still finds it. */
export function localId(kind: 'src' | 'dst' | 'sub', name: string): string {
  return `${kind}_${hash('sha256', name, 'hex').slice(0, ID_LENGTH)}`;
}
