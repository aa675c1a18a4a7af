import {
  createHash,
  createHmac,
  createPublicKey,
  createVerify,
  generateKeyPairSync,
  pbkdf2Sync,
  verify,
} from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Ran } from '../../../../../runtime/runner/runner.ts';
import { aJob, endings, eventsNamed, only } from '../../../runner/a-job.ts';
import { realRunner } from '../../real-runner.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
/** What a program finds, as in its settings. */
const KEYS = `const privatePem = ${JSON.stringify(pem)}, publicPem = ${JSON.stringify(publicPem)};`;

const runner = realRunner();

async function run(code: string): Promise<Ran> {
  return only(await runner.run(aJob(`${KEYS} ${code}`, { record: true })));
}

async function returned(statements: string): Promise<unknown> {
  const { outcome, recording } = await run(`async function onTrack() { ${statements} }`);
  expect(outcome).toEqual({ kind: 'delivered' });
  return recording?.returned;
}

describe('a handler can use', () => {
  test.each([
    [
      'createHash',
      'return crypto.createHash("sha256").update("a@b.example").digest("hex");',
      createHash('sha256').update('a@b.example').digest('hex'),
    ],
    [
      'createHmac',
      'return crypto.createHmac("sha256", "key").update("body").digest("base64");',
      createHmac('sha256', 'key').update('body').digest('base64'),
    ],
    ['randomBytes', 'return crypto.randomBytes(8).length;', 8],
    ['timingSafeEqual', 'return crypto.timingSafeEqual(Buffer.from("a"), Buffer.from("a"));', true],
    [
      'createSign and createVerify',
      'return crypto.createVerify("sha256").update("x").verify(publicPem, crypto.createSign("RSA-SHA256").update("x").sign(privatePem));',
      true,
    ],
    [
      'createCipheriv and createDecipheriv',
      `const [key, iv] = [crypto.randomBytes(32), crypto.randomBytes(12)];
      const cipher = crypto.createCipheriv('aes-256-gcm', key, iv);
      const sealed = cipher.update('text', 'utf8', 'base64') + cipher.final('base64');
      const decipher = crypto.createDecipheriv('aes-256-gcm', key, iv).setAuthTag(cipher.getAuthTag());
      return decipher.update(sealed, 'base64', 'utf8') + decipher.final('utf8');`,
      'text',
    ],
    [
      'pbkdf2Sync',
      'return crypto.pbkdf2Sync("p", "s", 1, 8, "sha1").toString("hex");',
      pbkdf2Sync('p', 's', 1, 8, 'sha1').toString('hex'),
    ],
    ['scryptSync', 'return crypto.scryptSync("p", "s", 8, { N: 1024 }).length;', 8],
    ['getRandomValues', 'return crypto.getRandomValues(new Uint8Array(4)).length;', 4],
    ['randomUUID', 'return crypto.randomUUID().length;', 36],
    [
      'subtle',
      'return Buffer.from(await crypto.subtle.digest("SHA-1", Buffer.from("abc"))).toString("hex");',
      'a9993e364706816aba3e25717850c26c9cd0d89d',
    ],
    [
      'Buffer',
      'return [Buffer.from("hé").toString("base64"), Buffer.isBuffer(Buffer.alloc(1)), `${Buffer.from([104, 105])}`];',
      ['aMOp', true, 'hi'],
    ],
    [
      'Buffer with what the web has',
      'return [new TextDecoder().decode(Buffer.from("é")), await new Response(Buffer.from("x")).text(), Buffer.from(await new Response("y").arrayBuffer()).toString()];',
      ['é', 'x', 'y'],
    ],
  ])('%s', async (_, statements, expected) => {
    expect(await returned(statements)).toEqual(expected);
  });

  test('a signature that the world verifies', async () => {
    const [sync, subtle] = (await returned(`
      const key = await crypto.subtle.importKey('pkcs8', Buffer.from(privatePem.split('\\n').slice(1, -2).join(''), 'base64'),
        { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, ['sign']);
      const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key, Buffer.from('text'));
      return [crypto.createSign('RSA-SHA256').update('text').sign(privatePem, 'base64'), Buffer.from(signature).toString('base64')];
    `)) as [string, string];
    expect(createVerify('sha256').update('text').verify(publicPem, sync, 'base64')).toBe(true);
    expect(
      verify('sha256', Buffer.from('text'), createPublicKey(publicPem), Buffer.from(subtle, 'base64')),
    ).toBe(true);
  });

  test('all of it while the program is loaded', async () => {
    const code = `const id = crypto.randomUUID(), hash = crypto.createHash('md5').update('x').digest('hex');
      const signature = crypto.createSign('sha256').update('x').sign(privatePem, 'hex');
      async function onTrack() { return [id.length, hash.length, signature.length]; }`;
    expect((await run(code)).recording?.returned).toEqual([36, 32, 512]);
  });
});

const LIMITS = { timeoutMs: 3_000, cpuMs: 200 };

describe('what goes on for ever ends, and its neighbours are served:', () => {
  test.each([
    ['signatures', 'for (;;) crypto.createSign("sha256").update("x").sign(privatePem);'],
    ['small calls', 'for (;;) crypto.createVerify("sha256").verify(publicPem, "x");'],
    ['calls that fail', 'for (;;) try { crypto.createPrivateKey("nope"); } catch {}'],
    [
      'ciphers that are never ended',
      'for (;;) crypto.createCipheriv("aes-128-cbc", Buffer.alloc(16), Buffer.alloc(16));',
    ],
    [
      'long texts',
      'const data = Buffer.alloc(1_000_000); for (;;) crypto.createCipheriv("aes-128-ctr", Buffer.alloc(16), Buffer.alloc(16)).update(data);',
    ],
    ['random bytes', 'for (;;) crypto.randomBytes(1_000_000);'],
    [
      'keys of elliptic curves',
      'for (;;) await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-521" }, true, ["sign"]);',
    ],
    [
      'signatures after a wait',
      'const key = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]); for (;;) await crypto.subtle.sign("Ed25519", key.privateKey, Buffer.from("x"));',
    ],
    ['hashes', 'for (;;) crypto.createHash("sha512").update("x").digest();'],
    ['one long derivation', 'crypto.pbkdf2Sync("p", "s", 1e6, 64, "sha512");'],
    ['derivations by scrypt', 'for (;;) crypto.scryptSync("p", "s", 32);'],
  ])('%s', async (_, statements) => {
    const code = `${KEYS} async function onTrack({ properties }) { if (properties.name === 'bad') { ${statements} } }`;
    const job = aJob(code, { events: eventsNamed('a', 'bad', 'b'), limits: LIMITS });
    const neighbour = runner.run(aJob('async function onTrack() { return crypto.randomUUID(); }'));
    expect(endings(await runner.run(job))).toEqual(['delivered', 'gateway_timeout', 'delivered']);
    expect(endings(await neighbour)).toEqual(['delivered']);
  });

  test('signatures while the program is loaded', async () => {
    const { outcome } = await run(
      'for (;;) crypto.createSign("sha256").update("x").sign(privatePem); async function onTrack() {}',
    );
    expect(outcome).toMatchObject({
      code: 'invalid_function',
      message: expect.stringContaining('did not end within'),
    });
  });
});

describe('hostile arguments harm only their author:', () => {
  test.each([
    [
      'a proxy for options',
      'crypto.createSign("sha256").sign(new Proxy({}, { get() { throw new Error("mine"); } }))',
      'Error: mine',
    ],
    [
      'a getter for a key',
      'crypto.createSign("sha256").sign({ get key() { throw new RangeError("mine"); } })',
      'RangeError: mine',
    ],
    [
      'a text that changes',
      'crypto.createPublicKey({ key: Object.assign(Buffer.from("x"), { toString() { throw new Error("mine"); } }) })',
      'error:',
    ],
    [
      'cyclic options',
      'const it = {}; it.key = it; it.format = "jwk"; crypto.createPublicKey(it)',
      'TypeError: Converting circular structure',
    ],
    ['a huge text', 'crypto.createSign("sha256").sign("x".repeat(5e7))', 'RangeError: Cannot compute: '],
    [
      'a huge buffer',
      'crypto.createSign("sha256").update(Buffer.alloc(2e7)).sign(privatePem)',
      'RangeError: Cannot compute: ',
    ],
    ['a huge number', 'crypto.randomBytes(2 ** 31)', 'RangeError: The value of "size"'],
    [
      'toJSON on every object',
      'Object.prototype.toJSON = () => "mine"; crypto.createSign("sha256").sign(privatePem)',
      'Cannot compute',
    ],
    [
      'a patched JSON',
      'JSON.stringify = () => "mine"; JSON.parse = () => "mine"; return crypto.createSign("sha256").update("x").sign(privatePem).length;',
      '256',
    ],
    [
      'a patched Function.prototype.call',
      'crypto.randomUUID(); const seen = []; Function.prototype.call = function () { seen.push(this); }; Function.prototype.apply = Function.prototype.call; crypto.createSign("sha256").update("x").sign(privatePem); return seen.length;',
      '0',
    ],
    [
      'patched strings',
      'String.fromCharCode = () => "mine"; String.prototype.charCodeAt = () => 0; return crypto.createSign("sha256").update("x").sign(privatePem).length;',
      '256',
    ],
    [
      'an array whose indexes are watched',
      'const seen = []; Object.defineProperty(Array.prototype, 0, { set(value) { seen.push(typeof value); }, configurable: true }); try { crypto.createSign("sha256").update("x").sign(privatePem); } catch {} return seen.includes("function");',
      'false',
    ],
  ])('%s', async (_, statements, said) => {
    const code = `async function onTrack({ properties }) {
      if (properties.name !== 'bad') return;
      try { ${statements} } catch (error) { return \`\${error.name}: \${error.message}\`; }
    }`;
    const job = aJob(`${KEYS} ${code}`, { events: eventsNamed('bad'), record: true });
    const { recording } = only(await runner.run(job));
    expect(String(recording?.returned)).toContain(said);
    expect(await returned('return crypto.createHash("md5").update("x").digest("hex");')).toBe(
      '9dd4e461268c8034f5c8564e155c67a6',
    );
  });

  test('the host function is nowhere to be found, be it by the call sites of an error', async () => {
    const found = await returned(`
      const seen = [];
      Error.stackTraceLimit = Infinity;
      Error.prepareStackTrace = (error, sites) => {
        for (const site of sites) {
          if (!String(site).includes('index.js')) seen.push(typeof site.getFunction(), typeof site.getThis());
        }
        return '';
      };
      const look = () => new Error().stack;
      const spy = { get key() { look(); return 'nope'; }, toString: look, valueOf: look };
      for (const act of [() => crypto.createSign('sha256').sign(spy), () => crypto.createHash('md5').update(spy), () => crypto.randomBytes(spy)]) {
        try { act(); } catch (error) { void error.stack; }
      }
      return [...new Set(seen)];
    `);
    expect(found).toEqual(['undefined']);
  });
});
