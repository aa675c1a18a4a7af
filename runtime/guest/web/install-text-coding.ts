import { TextDecoder, TextEncoder } from './text-coding.ts';

// whatwg-url takes them off the global object when it is loaded.
Object.assign(globalThis, { TextEncoder, TextDecoder });
