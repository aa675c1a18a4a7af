import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

/** As in production: nothing of a private network is open. */
const hostile = hostileRunner({ allowPrivateNetwork: [] });

const whyRefused = async (url: string): Promise<unknown> => {
  const { outcome } = await hostile.alone(
    `async function onTrack() { await fetch(${JSON.stringify(url)}); }`,
  );
  return outcome.kind === 'failed'
    ? [outcome.code, /(?:the address|port \d+) .*$/.exec(outcome.message)?.[0]]
    : outcome.kind;
};

describe('a function reaches no address that is not public, written as', () => {
  test.each([
    ['http://127.0.0.1/', '127.0.0.1'],
    ['http://127.1/', '127.0.0.1'],
    ['http://2130706433/', '127.0.0.1'],
    ['http://0177.0.0.1/', '127.0.0.1'],
    ['http://0x7f.0.0.1/', '127.0.0.1'],
    ['http://0x7f000001/', '127.0.0.1'],
    ['http://017700000001/', '127.0.0.1'],
    ['http://127.0.0.1./', '127.0.0.1'],
    ['http://１２７.０.０.１/', '127.0.0.1'],
    ['http://127。0。0。1/', '127.0.0.1'],
    ['http://%31%32%37.0.0.1/', '127.0.0.1'],
    ['http://①②⑦.⓪.⓪.①/', '127.0.0.1'],
    ['http://0/', '0.0.0.0'],
    ['http://0.0.0.0/', '0.0.0.0'],
    ['http://10.0.0.1/', '10.0.0.1'],
    ['http://172.31.255.255/', '172.31.255.255'],
    ['http://192.168.0.1/', '192.168.0.1'],
    ['http://100.64.0.1/', '100.64.0.1'],
    ['http://198.18.0.1/', '198.18.0.1'],
    ['http://224.0.0.1/', '224.0.0.1'],
    ['http://255.255.255.255/', '255.255.255.255'],
    ['http://[::1]/', '::1'],
    ['http://[::]/', '::'],
    ['http://[0:0:0:0:0:0:0:1]/', '::1'],
    ['http://[::ffff:127.0.0.1]/', '::ffff:7f00:1'],
    ['http://[::127.0.0.1]/', '::7f00:1'],
    ['http://[::ffff:0:127.0.0.1]/', '::ffff:0:7f00:1'],
    ['http://[64:ff9b::127.0.0.1]/', '64:ff9b::7f00:1'],
    ['http://[2002:7f00:1::]/', '2002:7f00:1::'],
    ['http://[2001::1]/', '2001::1'],
    ['http://[fe80::1]/', 'fe80::1'],
    ['http://[fc00::1]/', 'fc00::1'],
    ['http://[ff02::1]/', 'ff02::1'],
    ['http://localhost/', '127.0.0.1'],
    ['http://LOCALHOST/', '127.0.0.1'],
    ['http://localhost./', '127.0.0.1'],
  ])('%s', async (url, address) => {
    expect(await whyRefused(url)).toEqual([
      'bad_request',
      expect.stringMatching(`the address (?:${address}|::1) is not public`),
    ]);
  });

  // Opened by nothing at all: they hand out credentials, and other invocations' payloads.
  test.each([
    ['http://169.254.169.254/latest/meta-data/', '169.254.169.254'],
    ['http://2852039166/', '169.254.169.254'],
    ['http://0xa9fea9fe/', '169.254.169.254'],
    ['http://169.254.170.2/v2/credentials', '169.254.170.2'],
    ['http://[fd00:ec2::254]/', 'fd00:ec2::254'],
    ['http://[64:ff9b::a9fe:a9fe]/', '64:ff9b::a9fe:a9fe'],
  ])('%s', async (url, address) => {
    expect(await whyRefused(url)).toEqual(['bad_request', `the address ${address} is never reachable`]);
  });

  test('Lambda’s runtime API', async () => {
    expect(await whyRefused('http://127.0.0.1:9001/2018-06-01/runtime/invocation/next')).toEqual([
      'bad_request',
      'port 9001 of 127.0.0.1 is never reachable',
    ]);
  });
});

// Whoever may look up names by the system's own way holds one of four threads, as long as a name server likes.
test.each(['http://a.localhost/', 'http://x.y.localhost/'])(
  '%s is refused without being looked up',
  async (url) => {
    expect(await whyRefused(url)).toEqual(['bad_request', 'the address 127.0.0.1 is not public']);
  },
);
