import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

describe('nothing but http and https is fetched: not', () => {
  test.each([
    'file:///etc/passwd',
    'file:///proc/self/environ',
    'data:text/plain,secret',
    'blob:null/0',
    'ftp://127.0.0.1/',
    'ws://127.0.0.1:1/',
    'unix:/var/run/docker.sock',
    'http+unix://%2Fvar%2Frun%2Fdocker.sock/info',
    'javascript:1',
    'node:fs',
    'about:blank',
    'gopher://127.0.0.1:1/',
    'view-source:http://127.0.0.1:1/',
    'jar:http://127.0.0.1:1/!/',
  ])('%s', async (url) => {
    for (const ask of [`fetch('${url}')`, `fetch(new URL('${url}'))`, `fetch(new Request('${url}'))`]) {
      const { outcome } = await hostile.alone(`async function onTrack() { await ${ask}; }`);
      expect(outcome).toMatchObject({ code: 'bad_request' });
    }
  });

  test.each([
    [
      'a socket of the file system as an option',
      '{ socketPath: "/var/run/docker.sock", dispatcher: {}, agent: {} }',
    ],
    [
      'another origin as an option',
      '{ origin: "http://169.254.169.254", path: "/", url: "http://169.254.169.254/" }',
    ],
    [
      'a mode or cache of a browser',
      '{ mode: "no-cors", credentials: "include", cache: "force-cache", integrity: "x", keepalive: true }',
    ],
  ])('%s, which changes nothing', async (_, init) => {
    const { outcome } = await hostile.alone(
      `async function onTrack() { await fetch('http://127.0.0.1:1/', ${init}); }`,
    );
    expect(outcome).toMatchObject({ code: 'network_error', message: expect.stringContaining('127.0.0.1:1') });
  });
});
