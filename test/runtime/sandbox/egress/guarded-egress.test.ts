import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import type { Egress } from '../../../../runtime/sandbox/egress/egress.ts';
import { createGuardedEgress } from '../../../../runtime/sandbox/egress/guarded-egress.ts';
import { aRequest, egressOptions } from '../../../support/egress-request.ts';
import type { Answer } from '../../../support/partner.ts';
import { Partner } from '../../../support/partner.ts';

const tls = (file: string): string =>
  readFileSync(new URL(`../../../fixtures/tls/${file}`, import.meta.url), 'utf8');

async function withPartner(
  answer: Answer | Partner['answer'],
  use: (egress: Egress, partner: Partner) => Promise<void>,
): Promise<void> {
  await using partner = await Partner.start(answer);
  const egress = createGuardedEgress({ allowPrivateNetwork: [partner.host] });
  await use(egress, partner);
  await egress.closeIdle();
}

describe('createGuardedEgress() sends', () => {
  test('method, path, query, headers and body as they are', async () => {
    await withPartner(
      { status: 201, headers: { 'x-two': ['a', 'b'] }, body: 'ok' },
      async (egress, partner) => {
        const response = await egress.send(
          aRequest(`${partner.url}/v1/track?a=1&b=%20#fragment`, {
            method: 'POST',
            headers: [
              ['Content-Type', 'application/json'],
              ['X-Twice', 'one'],
              ['X-Twice', 'two'],
            ],
            body: '{"ü":1}',
          }),
          egressOptions(),
        );
        expect(partner.requests).toMatchObject([
          {
            method: 'POST',
            path: '/v1/track?a=1&b=%20',
            body: '{"ü":1}',
            headers: { 'content-type': 'application/json', 'content-length': '8', 'x-twice': 'one, two' },
          },
        ]);
        expect(response).toMatchObject({ status: 201, statusText: 'Created', redirected: false });
        expect(response.url).toBe(`${partner.url}/v1/track?a=1&b=%20`);
        expect(response.headers.filter(([name]) => name === 'x-two')).toEqual([
          ['x-two', 'a'],
          ['x-two', 'b'],
        ]);
        expect(Buffer.from(response.body).toString()).toBe('ok');
      },
    );
  });

  test('bytes, an empty POST, a HEAD', async () => {
    await withPartner({ headers: { 'content-length': '7000000' } }, async (egress, partner) => {
      const head = await egress.send(aRequest(partner.url, { method: 'HEAD' }), egressOptions());
      expect([head.status, head.body.length]).toEqual([200, 0]);
      partner.answer = () => ({ status: 204 });
      const bytes = new Uint8Array([0, 104, 105, 0]).subarray(1, 3);
      await egress.send(aRequest(partner.url, { method: 'PUT', body: bytes }), egressOptions());
      await egress.send(aRequest(partner.url, { method: 'POST' }), egressOptions());
      expect(partner.requests.map(({ body }) => body)).toEqual(['', 'hi', '']);
      expect(partner.requests.map(({ headers }) => headers['content-length'])).toEqual([undefined, '2', '0']);
    });
  });

  test('headers of its own, unless the function has set them', async () => {
    await withPartner({}, async (egress, partner) => {
      await egress.send(aRequest(partner.url), egressOptions());
      const headers = [
        ['User-Agent', 'acme/1'],
        ['ACCEPT', 'text/plain'],
      ] as const;
      await egress.send(aRequest(partner.url, { headers }), egressOptions());
      expect(partner.requests).toMatchObject([
        { headers: { 'user-agent': 'Sluice', accept: '*/*', 'accept-encoding': 'gzip, deflate, br, zstd' } },
        { headers: { 'user-agent': 'acme/1', accept: 'text/plain' } },
      ]);
    });
  });

  test('nothing of what belongs to the connection', async () => {
    await withPartner({}, async (egress, partner) => {
      const names = [
        'Host',
        'Connection',
        'Content-Length',
        'Transfer-Encoding',
        'Upgrade',
        'Keep-Alive',
        'TE',
      ];
      const others = ['Trailer', 'Expect', 'Proxy-Authorization', 'proxy-connection', 'Accept-Encoding'];
      const headers = [...names, ...others].map((name) => [name, 'evil'] as const);
      await egress.send(aRequest(partner.url, { method: 'POST', headers, body: 'x' }), egressOptions());
      expect(partner.requests[0]?.headers).toEqual({
        host: partner.host,
        connection: 'keep-alive',
        'content-length': '1',
        accept: '*/*',
        'user-agent': 'Sluice',
        'accept-encoding': 'gzip, deflate, br, zstd',
      });
    });
  });

  test('over TLS, to whoever has a certificate for the name', async () => {
    const server = createServer({ key: tls('key.pem'), cert: tls('cert.pem') }, (request, response) =>
      response.end(`${request.headers.host} ${(request.socket as { servername?: string }).servername}`),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const options = {
      allowPrivateNetwork: [`partner.example:${port}`, `other.example:${port}`],
      resolveHost: async () => [{ address: '127.0.0.1', family: 4 }],
    };
    const trusting = createGuardedEgress({ ...options, ca: tls('cert.pem') });
    const wary = createGuardedEgress(options);

    const response = await trusting.send(aRequest(`https://partner.example:${port}/`), egressOptions());
    expect(Buffer.from(response.body).toString()).toBe(`partner.example:${port} partner.example`);
    await trusting.closeIdle();
    const resumed = await trusting.send(aRequest(`https://partner.example:${port}/`), egressOptions());
    expect(resumed.status).toBe(200);
    await expect(
      trusting.send(aRequest(`https://other.example:${port}/`), egressOptions()),
    ).rejects.toMatchObject({
      kind: 'network',
      message: `Cannot reach other.example:${port}: its certificate is for another host`,
    });
    await expect(
      wary.send(aRequest(`https://partner.example:${port}/`), egressOptions()),
    ).rejects.toMatchObject({
      kind: 'network',
      message: `Cannot reach partner.example:${port}: its certificate is signed by nobody that is trusted`,
    });
    await expect(
      createGuardedEgress({ allowPrivateNetwork: 'all' }).send(
        aRequest(`http://127.0.0.1:${port}/`),
        egressOptions(),
      ),
    ).rejects.toMatchObject({ kind: 'network' });
    await trusting.closeIdle();
    server.close();
  });
});

describe('createGuardedEgress() says in short why a partner cannot be reached', () => {
  test('when it refuses connections', async () => {
    await withPartner({}, async (egress, partner) => {
      await partner.refuse();
      await expect(
        egress.send(aRequest(`${partner.url}/secret/path?token=secret`), egressOptions()),
      ).rejects.toMatchObject({
        name: 'EgressError',
        kind: 'network',
        message: `Cannot reach ${partner.host}: connection refused`,
      });
    });
  });

  test.each([
    ['at once', 'connection reset'],
    ['half-way', 'connection closed before the answer was complete'],
  ] as const)('when it breaks off %s', async (when, reason) => {
    await withPartner({ kind: 'reset', when }, async (egress, partner) => {
      const sent = egress.send(aRequest(partner.url), egressOptions());
      await expect(sent).rejects.toMatchObject({
        kind: 'network',
        message: `Cannot reach ${partner.host}: ${reason}`,
      });
    });
  });

  test('when it speaks no HTTP', async () => {
    const server = createTcpServer((socket) =>
      socket.on('error', () => undefined).write('220 mail.example ESMTP\r\n'),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const egress = createGuardedEgress({ allowPrivateNetwork: [host] });
    await expect(egress.send(aRequest(`http://${host}/`), egressOptions())).rejects.toMatchObject({
      kind: 'network',
      message: `Cannot reach ${host}: the answer is not valid HTTP`,
    });
    server.close();
  });

  test.each([
    ['ENOTFOUND', 'no such host'],
    ['EAI_AGAIN', 'the name server does not answer'],
    ['ETIMEOUT', 'the name server does not answer'],
  ])('when its name is not found: %s', async (code, reason) => {
    const egress = createGuardedEgress({
      resolveHost: async () => Promise.reject(Object.assign(new Error('no'), { code })),
    });
    await expect(egress.send(aRequest('https://api.acme.example/'), egressOptions())).rejects.toMatchObject({
      kind: 'network',
      message: `Cannot reach api.acme.example: ${reason}`,
    });
  });

  test('when no connection comes about in time', async () => {
    const egress = createGuardedEgress({
      resolveHost: () => new Promise(() => undefined),
      connectTimeoutMs: 1,
    });
    await expect(egress.send(aRequest('https://api.acme.example/'), egressOptions())).rejects.toMatchObject({
      kind: 'network',
      message: 'Cannot reach api.acme.example: connection timed out',
    });
  });
});

describe('createGuardedEgress() lets go when the signal says so', () => {
  const aborted = { name: 'EgressError', kind: 'aborted', message: expect.stringMatching(/: aborted$/) };

  test('before anything is sent', async () => {
    await withPartner({}, async (egress, partner) => {
      const signal = AbortSignal.abort();
      await expect(egress.send(aRequest(partner.url), egressOptions({ signal }))).rejects.toMatchObject(
        aborted,
      );
      expect(partner.connections).toBe(0);
    });
  });

  test('while it waits for an answer', async () => {
    await withPartner({ kind: 'hang' }, async (egress, partner) => {
      const controller = new AbortController();
      const sent = egress.send(aRequest(partner.url), egressOptions({ signal: controller.signal }));
      await partner.untilRequests(1);
      controller.abort();
      await expect(sent).rejects.toMatchObject(aborted);
      await partner.until(() => partner.openConnections === 0);
    });
  });

  test('while the name is looked up', async () => {
    const egress = createGuardedEgress({
      resolveHost: () => new Promise(() => undefined),
      connectTimeoutMs: 50,
    });
    const controller = new AbortController();
    const sent = egress.send(
      aRequest('https://api.acme.example/'),
      egressOptions({ signal: controller.signal }),
    );
    controller.abort();
    await expect(sent).rejects.toMatchObject(aborted);
  });
});

describe('closeIdle()', () => {
  test('closes idle connections, and later requests open new ones', async () => {
    await withPartner({}, async (egress, partner) => {
      await egress.send(aRequest(partner.url), egressOptions());
      expect(partner.connections).toBe(1);
      await egress.closeIdle();
      await partner.until(() => partner.openConnections === 0);
      await egress.send(aRequest(partner.url), egressOptions());
      expect(partner.connections).toBe(2);
    });
  });

  test('lets running requests end, and their redirects', async () => {
    const held = Promise.withResolvers<Answer>();
    await withPartner(
      (_request, seen) => (seen === 1 ? held.promise : { body: 'the end' }),
      async (egress, partner) => {
        const sent = egress.send(aRequest(partner.url), egressOptions());
        await partner.untilRequests(1);
        await egress.closeIdle();
        held.resolve({ status: 302, headers: { location: '/next' } });
        expect(Buffer.from((await sent).body).toString()).toBe('the end');
      },
    );
  });
});
