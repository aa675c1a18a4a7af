import { describe, expect, test } from '@jest/globals';
import { builtFunctions } from './built-functions.ts';

const functions = builtFunctions();

/** Built for a bundle: two files and a package. */
const MODULE = {
  'index.ts': `import callIt from 'acme';
import { price } from './lib/price';

interface Event { properties: object }
export async function onTrack(event: Event): Promise<string> {
  const stacks: (string | undefined)[] = [new Error('here').stack];
  await price(event).catch((error: Error) => stacks.push(error.stack));
  callIt(() => stacks.push(new Error('called').stack));
  return stacks.join('\\n');
}
`,
  'lib/price.ts': `enum Plan { Free, Paid = 7 }

export class Price {
  constructor(readonly plan: Plan) {
    throw new RangeError('no price for ' + plan);
  }
}
export async function price(event: unknown): Promise<Price> {
  await null;
  return new Price(Plan.Paid);
}
`,
  'node_modules/acme/package.json': '{ "name": "acme", "main": "main.js" }',
  'node_modules/acme/main.js': `// Calls it.
module.exports = function callIt(it) {
  return it();
};
`,
};

describe('the stack of an error', () => {
  test('leads into the files of a module and its packages, and shows nothing of ours', async () => {
    expect(await functions.text('index.ts', MODULE)).toBe(
      [
        'Error: here',
        '    at onTrack (index.ts:6:43)',
        'RangeError: no price for 7',
        '    at new Price (lib/price.ts:5:11)',
        '    at price (lib/price.ts:10:10)',
        '    at async onTrack (index.ts:7:3)',
        'Error: called',
        '    at index.ts:8:28',
        '    at callIt (node_modules/acme/main.js:3:10)',
        '    at onTrack (index.ts:8:3)',
      ].join('\n'),
    );
  });

  test('leads into a script as it is', async () => {
    const code = `class Client {
  send() { return inner.call(this); }
}
function inner() { return new Error('sent').stack; }
const atTop = (() => new Error('at the top').stack)();
async function onTrack() {
  return [atTop, new Client().send()].join('\\n');
}`;
    expect(await functions.text('crm.js', { 'crm.js': code })).toBe(
      [
        'Error: at the top',
        '    at crm.js:5:22',
        '    at crm.js:5:52',
        'Error: sent',
        '    at Client.inner (crm.js:4:27)',
        '    at Client.send (crm.js:2:25)',
        '    at onTrack (crm.js:7:31)',
      ].join('\n'),
    );
  });

  test('leads into a TypeScript script whose enums leave code behind', async () => {
    const code = `enum Plan {
  Free,
  Paid,
}
async function onTrack(): Promise<string> {
  return Plan.Paid + ' ' + new Error('typed').stack;
}`;
    expect(await functions.text('crm.ts', { 'crm.ts': code })).toBe(
      '1 Error: typed\n    at onTrack (crm.ts:6:28)',
    );
  });

  test('leaves out what calls a callback for a web API, a library and the language', async () => {
    const code = `async function onTrack() {
  const stacks = [];
  function note() { 'use strict'; stacks.push(new Error('x').stack); }
  new URLSearchParams('a=1').forEach(() => note());

  await null;
  _.forEach([1], note);
  [1].forEach(note);
  await new Promise((resolve) => setTimeout(() => { note(); resolve(); }, 1));
  JSON.parse('1', () => note());
  return stacks.join('\\n');
}`;
    expect(await functions.text('crm.js', { 'crm.js': code })).toBe(
      [
        ['at crm.js:4:44', 'at onTrack (crm.js:4:30)'],
        ['at onTrack (crm.js:7:5)'],
        ['at Array.forEach (<anonymous>)', 'at onTrack (crm.js:8:7)'],
        ['at crm.js:9:53'],
        ['at Object.<anonymous> (crm.js:10:25)', 'at JSON.parse (<anonymous>)', 'at onTrack (crm.js:10:8)'],
      ]
        .map((frames) => ['Error: x', 'at note (crm.js:3:47)', ...frames].join('\n    '))
        .join('\n'),
    );
  });

  test('is what console.log shows of it', async () => {
    const { recording } = await functions.run('crm.js', {
      'crm.js': 'async function onTrack() {\n  console.log(new TypeError("no"));\n}',
    });
    expect(recording?.logs).toEqual([
      { level: 'log', message: 'TypeError: no\n    at onTrack (crm.js:2:15)' },
    ]);
  });

  test('is read although the error is odd, and although the stack is full', async () => {
    const returned = await functions.returned(`
      const odd = new Error('odd');
      Object.defineProperty(odd, 'name', { get() { throw new Error('no name'); } });
      let deep;
      (function recurse() { try { recurse(); } catch (error) { deep ??= error; throw error; } }).call
        .call(() => { try { (function again() { again(); })(); } catch (error) { deep = error; } });
      return [odd.stack, deep.stack.split('\\n').slice(0, 2)];
    `);
    expect(returned).toEqual([
      expect.stringMatching(/^<error>\n {4}at onTrack \(index\.js:/),
      ['RangeError: Maximum call stack size exceeded', expect.stringContaining('again (index.js:')],
    ]);
  });

  test('is prepared without a method that its author has replaced', async () => {
    const files = {
      'index.mjs': `import './later.mjs';
const no = () => { throw 1; };
for (const it of [String, Array, Object, Function, Map, RegExp]) {
  for (const name of Object.getOwnPropertyNames(it.prototype)) {
    try { if (typeof it.prototype[name] === 'function' && name !== 'constructor') it.prototype[name] = no; } catch {}
  }
}
Object.defineProperty(Object.prototype, '1:1', { get: no, set: no });
Object.defineProperty(Array.prototype, '0', { set: no, get: no, configurable: true });
export async function onTrack() {
  return new Error('plain').stack;
}`,
      'later.mjs': 'export {};',
    };
    expect(await functions.text('index.mjs', files)).toBe('Error: plain\n    at onTrack (index.mjs:11:10)');
  });

  test('is as it would be without us where an author prepares it', async () => {
    expect(
      await functions.returned(`
        const before = Error.prepareStackTrace;
        Error.prepareStackTrace = (error, sites) => sites;
        const [site] = new Error('x').stack;
        Error.prepareStackTrace = before;
        return [site.getFunctionName(), site.getScriptNameOrSourceURL(), new Error('y').stack.split('\\n').length];
      `),
    ).toEqual(['onTrack', 'index.js', 2]);
  });
});

describe('an error while a function is loaded', () => {
  test.each([
    ['a script', 'crm.js', 'const a = 1;\nconst b = missing;', 'crm.js:2:11'],
    ['a TypeScript script', 'crm.ts', 'enum A { B }\n\n\nconst b: number = missing + A.B;', 'crm.ts:4:19'],
    ['a module', 'crm.mjs', 'import "./other.mjs";', 'other.mjs:3:1'],
    [
      'a module that awaits at its top level',
      'wait.mjs',
      'await null;\nimport "./fine.mjs";\nmissing();',
      'wait.mjs:3:1',
    ],
  ])('names the place in %s', async (_, fileName, code, place) => {
    const handler = fileName.endsWith('mjs') ? 'export async function onTrack() {}' : 'function onTrack() {}';
    const files = {
      [fileName]: `${code}\n${handler}`,
      'other.mjs': '\n\nthrow missing;',
      'fine.mjs': 'export {};',
    };
    expect((await functions.run(fileName, files)).outcome).toMatchObject({
      code: 'invalid_function',
      message: `Cannot load the function: ReferenceError: missing is not defined (${place})`,
    });
  });
});

describe('a module that awaits at its top level', () => {
  test('is loaded when it has ended', async () => {
    const files = {
      'crm.mjs': `import { plans } from './plans.mjs';
        const { factor } = await import('./factor.mjs');
        export const onTrack = async () => plans.paid * factor;`,
      'plans.mjs': 'export const plans = await Promise.resolve({ paid: 6 });',
      'factor.mjs': 'export const factor = 7;',
    };
    expect(await functions.text('crm.mjs', files)).toBe('42');
  });

  test.each([
    ['for a timer', 'await new Promise((resolve) => setTimeout(resolve, 1));'],
    ['for ever', 'await new Promise(() => {});'],
  ])('and waits %s is told to do so in a handler', async (_, statement) => {
    const files = { 'crm.mjs': `${statement} export async function onTrack() {}` };
    expect((await functions.run('crm.mjs', files)).outcome).toMatchObject({
      code: 'invalid_function',
      message: expect.stringMatching(/a top-level await waits for something .* await it in a handler$/),
    });
  });

  test('and never leaves the processor is ended', async () => {
    const files = { 'crm.mjs': 'for (;;) await null;\nexport async function onTrack() {}' };
    expect((await functions.run('crm.mjs', files)).outcome).toMatchObject({
      code: 'invalid_function',
      message: expect.stringMatching(/its top-level code did not end within 1000 ms$/),
    });
  });
});
