import { expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

// The prelude hands on what URLs of the guest say. The host read names of thousands of letters, 40 ms each, on the
// thread that all programs share: five such destinations made everybody wait for a third of a second.
test('a name of thousands of letters is not read by the host', async () => {
  const code = `const name = Array.from({ length: 5_300 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7_919) % 20_000))).join('');
    Object.defineProperty(URL.prototype, 'href', { get: () => 'http://' + name + '/' });
    async function onTrack() { return fetch('http://acme.example/').catch(({ message }) => message.slice(-21)); }`;
  const { recording } = await hostile.alone(code, { limits: { cpuMs: 2_000 } });
  expect(recording?.returned).toBe('it is no absolute URL');
});
