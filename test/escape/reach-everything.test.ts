import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { HOST_PATH } from './host-path.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

/**
 * Goes from every root to all that can be reached: values, getters and setters, prototypes, by names and by symbols.
 * What it finds is named by the way there that is shortest, and texts by what they say.
 */
const WALK = `const walk = (roots) => {
  const found = [];
  const seen = new Set();
  const queue = Object.entries(roots);
  for (let at = 0; at < queue.length; at += 1) {
    const [path, value] = queue[at];
    if (typeof value === 'string') found.push(path + ' = ' + value);
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) continue;
    seen.add(value);
    found.push(path);
    queue.push([path + '.__proto__', Object.getPrototypeOf(value)]);
    for (const key of Reflect.ownKeys(value)) {
      const { value: member, get, set } = Reflect.getOwnPropertyDescriptor(value, key);
      queue.push([path + '.' + String(key), member], [path + '.get ' + String(key), get], [path + '.set ' + String(key), set]);
    }
  }
  return found;
};
const thrownBy = (act) => { try { act(); } catch (error) { return error; } };
const deep = () => deep();
const bareRoots = () => ({
  globalThis,
  generator: (function* () {})(),
  asyncGenerator: (async function* () {})(),
  asyncFunction: async () => {},
  arrayIterator: [][Symbol.iterator](),
  mapIterator: new Map().keys(),
  setIterator: new Set().keys(),
  textIterator: ''[Symbol.iterator](),
  matchIterator: 'a'.matchAll(/a/g),
  helper: [].values().map((each) => each),
  wrapped: Iterator.from({ next() {} }),
  segments: new Intl.Segmenter().segment('a'),
  segmentIterator: new Intl.Segmenter().segment('a')[Symbol.iterator](),
  template: ((strings) => strings)\`a\${1}b\`,
  promise: Promise.resolve(),
  resolvers: Promise.withResolvers(),
  revocable: Proxy.revocable({}, {}),
  deepError: thrownBy(deep),
  nullError: thrownBy(() => null.x),
  evalError: thrownBy(() => eval('let a = ;')),
  aggregate: new AggregateError([new Error('x')]),
  args: (function () { return arguments; })(1, 'x', {}),
});`;

/** The rest of the roots: what the prelude makes, and what it hands to a handler. */
const GUEST_ROOTS = `{
  ...bareRoots(),
  self: this, event: args[0], settings: args[1], args,
  response: new Response('x', { headers: { a: 'b' } }), jsonResponse: Response.json({}), errorResponse: Response.error(),
  headers: new Headers({ a: 'b' }), headersIterator: new Headers().entries(), request: new Request('http://acme.example'),
  params: new URLSearchParams('a=b'), paramsIterator: new URLSearchParams('a=b').entries(), url: new URL('http://acme.example'),
  controller: new AbortController(), aborted: AbortSignal.abort(), event2: new Event('x'), target: new EventTarget(),
  exception: new DOMException('x'), bytes: new TextEncoder().encode('x'), clone: structuredClone({ a: [new Map()] }),
  asked: fetch('nothing').catch(() => {}), refused: await fetch('nothing').catch((error) => error),
  refusedLater: await fetch('http://169.254.169.254/').catch((error) => error),
  timerError: thrownBy(() => setTimeout()), headersError: thrownBy(() => new Headers({ 'a b': 'c' })),
  urlError: thrownBy(() => new URL('x')), cloneError: thrownBy(() => structuredClone(() => {})),
  retryError: new RetryError('x', { retryAfterMs: 1 }), importError: await import('x').catch((error) => error),
  ...(typeof Buffer === 'function' ? { buffer: Buffer.from('x'), bufferError: thrownBy(() => Buffer.alloc(-1)) } : {}),
  ...(typeof Blob === 'function' ? { blob: new Blob(['x']) } : {}),
  ...(typeof FormData === 'function' ? { form: new FormData() } : {}),
  ...(typeof crypto === 'object' && crypto.createHash ? { hash: crypto.createHash('sha256') } : {}),
}`;

/** All of it, by slices: no more of a returned value is kept than 64 KB. */
async function walkGuest(): Promise<readonly string[]> {
  const code = `${WALK}
    let all;
    async function onTrack(...args) {
      all ??= walk(${GUEST_ROOTS}).map((each) => each.slice(0, 120));
      return all.splice(0, 300);
    }`;
  const found: string[] = [];
  for (;;) {
    const { outcome, recording } = await hostile.alone(code, {
      settings: { apiKey: 'a key', map: { a: 'b' } },
      limits: { timeoutMs: 10_000, cpuMs: 5_000 },
    });
    expect(outcome).toEqual({ kind: 'delivered' });
    const slice = recording?.returned as string[];
    if (slice.length === 0) return found;
    found.push(...slice);
  }
}

/** Of the handler contract, and of the test itself. */
const CONTRACT =
  `AbortController AbortSignal Blob Buffer DOMException DropEvent Event EventNotSupported EventTarget File
  FinalizationRegistry FormData Headers InvalidEventPayload ReadableStream Request Response RetryError TextDecoder TextEncoder URL
  URLSearchParams ValidationError atob btoa cache clearInterval clearTimeout console crypto fetch performance
  queueMicrotask self setInterval setTimeout structuredClone window onTrack`.split(/\s+/);
const OURS = new RegExp(`^globalThis\\.(?:${CONTRACT.join('|')})(?:\\.| |$)`);
/**
 * The hook by which stack traces are written, and what is found another way than in a bare context.
 */
const OF_V8 = /^(?:globalThis\.Error\.prepareStackTrace|template\.__proto__\.values)(?:\.| |$)/;
/** What only roots of ours lead to; their prototypes are found from the global object. */
const FROM_ROOTS =
  /^(?:self|event|settings|args|response|jsonResponse|errorResponse|headers|headersIterator|request|params|paramsIterator|url|controller|aborted|event2|target|exception|bytes|clone|asked|refused|refusedLater|timerError|headersError|urlError|cloneError|retryError|importError|buffer|bufferError|blob|form|hash)(?:\.| |$)/;

describe('whoever goes everywhere from a guest', () => {
  let found: readonly string[];
  beforeAll(async () => {
    found = await walkGuest();
  });

  test('finds the language, the handler contract and nothing else', async () => {
    const bare = runInNewContext(`${WALK}; walk(bareRoots())`, {}) as readonly string[];
    const known = new Set(bare);
    expect(found.length).toBeGreaterThan(1_500);
    const isAllowed = (path: string): boolean => [OURS, OF_V8, FROM_ROOTS].some((paths) => paths.test(path));
    const strange = found.filter((path) => !known.has(path) && !isAllowed(path));
    expect(strange).toEqual([]);
  });

  test('finds no text that names a file, a module or a thing of the host', async () => {
    const texts = found.filter((path) => path.includes(' = '));
    expect(texts.length).toBeGreaterThan(500);
    const telling =
      /node:|file:|\.ts\b|node_modules|isolated|\bivm\b|Reference(?!Error)|ExternalCopy|Callback/;
    expect(texts.filter((text) => telling.test(text) || HOST_PATH.test(text))).toEqual([]);
  });
});
