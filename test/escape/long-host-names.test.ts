import { expect, test } from '@jest/globals';
import { Partner } from '../support/partner.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

/** As a server writes it: a byte a character. */
const bytesOf = (text: string): string => Buffer.from(text).toString('latin1');

// To bring a name in other letters into ASCII takes a time that grows with the square of its length: 40 ms for this one,
// on the thread that all programs share, for each redirect. Five destinations made everybody wait for a third of a second.
test('a server that redirects to a name of thousands of letters has it read by nobody', async () => {
  const name = Array.from({ length: 5_300 }, (_, index) =>
    String.fromCodePoint(0x4e00 + ((index * 7_919) % 20_000)),
  ).join('');
  await using partner = await Partner.start({
    status: 302,
    headers: { location: bytesOf(`http://${name}.example/`) },
  });
  const { outcome } = await hostile.alone(`async function onTrack() { await fetch('${partner.url}'); }`);
  expect(outcome).toMatchObject({
    code: 'network_error',
    message: expect.stringContaining('it redirects to what is no URL'),
  });
});
