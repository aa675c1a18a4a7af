import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

/** What the prelude tells the host is a letter and JSON a line. Who gets a line of its own in there speaks for others. */
const LINES = ['\\n', '\\r\\n', '\\u2028', '\\u2029', '\\u0085', '\\0\\n', '\\ud800\\n'].map(
  (end) =>
    `'${end}f[0,"filtered","forged",null]${end}f[2,"filtered","forged",null]${end}d1${end}d[1,{}]${end}h"onTrack"${end}x"no"${end}t1${end}a1${end}'`,
);

describe('a line of the bridge cannot be forged by', () => {
  test.each([
    ['a message', 'throw new Error(LINE);', 'bad_request'],
    ['a name', 'throw Object.assign(new Error("no"), { name: LINE });', 'bad_request'],
    ['a thrown text', 'throw LINE;', 'bad_request'],
    ['a line of the log', 'console.log(LINE, { [LINE]: LINE }); console.error("%s", LINE);', 'delivered'],
    ['a label', 'console.count(LINE); console.time(LINE); console.timeEnd(LINE);', 'delivered'],
    ['a returned text', 'return LINE;', 'delivered'],
    ['a returned name', 'return { [LINE]: LINE };', 'delivered'],
    ['raw JSON', 'return JSON.rawJSON ? JSON.rawJSON(JSON.stringify(LINE)) : LINE;', 'delivered'],
    ['what toJSON says', 'return { toJSON: () => LINE };', 'delivered'],
    ['a URL', 'await fetch("http://127.0.0.1:1/" + LINE);', 'network_error'],
    ['what is no URL', 'await fetch(LINE);', 'bad_request'],
    ['a method', 'await fetch("http://127.0.0.1:1/", { method: LINE });', 'bad_request'],
    [
      'the name of a header',
      'await fetch("http://127.0.0.1:1/", { headers: { [LINE]: "x" } });',
      'bad_request',
    ],
    [
      'the value of a header',
      'await fetch("http://127.0.0.1:1/", { headers: { x: "a" + LINE + "b" } });',
      '(?:bad_request|network_error)',
    ],
    ['a body', 'await fetch("http://127.0.0.1:1/", { method: "POST", body: LINE });', 'network_error'],
    [
      'a reason of an abort',
      'const it = new AbortController(); it.abort(LINE); await fetch("http://127.0.0.1:1/", { signal: it.signal });',
      'bad_request',
    ],
  ])('%s', async (_, statements, ending) => {
    for (const line of LINES) {
      const code = statements.replaceAll('LINE', line);
      expect(await hostile.amongOthers(code)).toMatch(new RegExp(`^delivered ${ending} delivered$`));
      const { outcome } = await hostile.alone(`async function onTrack() { ${code} }`);
      expect(outcome.kind === 'failed' ? outcome.code : outcome.kind).toMatch(new RegExp(`^${ending}$`));
    }
  });
});

// Raw JSON is written as it is, without a quote around it.
test.each(["'1\\n'", "'\\n1'", "'[1]'", "'1]\\nd0'", '\'"a\\nb"\'', "' 1'"])(
  'raw JSON of %s is none',
  async (text) => {
    const statements = `try { return [JSON.stringify(JSON.rawJSON(${text}))]; } catch ({ name }) { return name; }`;
    expect(await hostile.returned(statements)).toBe('SyntaxError');
  },
);

describe('a text that is another each time it is read is read once:', () => {
  const CHANGING = `let asked = 0;
    const changing = (...values) => ({ toString() { asked += 1; return values[Math.min(asked, values.length) - 1]; } });`;
  test.each([
    ['a method', 'await fetch("http://127.0.0.1:1/", { method: changing("GET", "G T\\r\\nx: y") });'],
    ['a URL', 'await fetch(changing("http://127.0.0.1:1/", "http://169.254.169.254/"));'],
    ['a redirect mode', 'await fetch("http://127.0.0.1:1/", { redirect: changing("follow", "\\n") });'],
    ['a header', 'await fetch("http://127.0.0.1:1/", { headers: [["x", changing("a", "b\\r\\nc: d")]] });'],
    [
      'a body',
      'await fetch("http://127.0.0.1:1/", { method: "POST", body: changing("a", "b".repeat(9e6)) });',
    ],
  ])('%s', async (_, statements) => {
    expect(await hostile.amongOthers(`${CHANGING} ${statements}`)).toBe('delivered network_error delivered');
  });
});
