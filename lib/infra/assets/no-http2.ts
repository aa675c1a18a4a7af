/**
 * Stands for `node:http2` in the child's bundle. The egress speaks HTTP/1.1 only, yet undici loads it: 27 ms of CPU at
 * each start. This is what undici itself takes where Node was built without it.
 */
export const constants = {};
