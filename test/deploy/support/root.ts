import { join } from 'node:path';

/** The checkout. */
export const ROOT = join(import.meta.dirname, '../../..');
/** Where the project's programs stand, the pinned Node among them. */
export const BIN = join(ROOT, 'node_modules/.bin');
