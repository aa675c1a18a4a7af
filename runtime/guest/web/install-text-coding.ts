import { TextDecoder } from './text-decoder.ts';
import { TextEncoder } from './text-encoder.ts';

// whatwg-url takes them off the global object when it is loaded.
Object.assign(globalThis, { TextEncoder, TextDecoder });
