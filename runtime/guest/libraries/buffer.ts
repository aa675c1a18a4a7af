import { Buffer } from './node-globals.ts';

export { Buffer };
/** As old packages call it. */
export const SlowBuffer = Buffer;
