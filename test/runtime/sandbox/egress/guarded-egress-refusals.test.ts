import { describe, expect, test } from '@jest/globals';
import type { EgressRequest } from '../../../../runtime/sandbox/egress/egress.ts';
import { createGuardedEgress } from '../../../../runtime/sandbox/egress/guarded-egress.ts';
import { aRequest, egressOptions } from '../../../support/egress-request.ts';
import { Partner } from '../../../support/partner.ts';

const send = async (
  request: EgressRequest,
  allowedHosts: readonly string[] | null = null,
): Promise<unknown> => createGuardedEgress().send(request, egressOptions({ allowedHosts }));

describe('createGuardedEgress() reaches nobody at home', () => {
  test.each([
    'http://127.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://127.0.1:PORT/',
    'http://127.0.0.1.:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f000001:PORT/',
    'http://0x7f.0.0.0x1:PORT/',
    'http://017700000001:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://127.255.255.254:PORT/',
    'http://①②⑦.⓪.⓪.①:PORT/',
    'http://127。0。0。1:PORT/',
    'http://%31%32%37.0.0.1:PORT/',
    'http:\\\\127.0.0.1:PORT\\',
    'http://0:PORT/',
    'http://0.0.0.0:PORT/',
    'http://[::]:PORT/',
    'http://[::1]:PORT/',
    'http://[0:0:0:0:0:0:0:1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://[::127.0.0.1]:PORT/',
    'http://[64:ff9b::7f00:1]:PORT/',
    'http://[2002:7f00:1::]:PORT/',
    'http://[2001::7f00:1]:PORT/',
    'http://localhost:PORT/',
    'http://LOCALHOST:PORT/',
    'http://localhost.:PORT/',
    'http://partner.localhost:PORT/',
    'https://localhost:PORT/',
  ])('as %s', async (template) => {
    await using partner = await Partner.start();
    const egress = createGuardedEgress({
      resolveHost: async () => [{ address: '127.0.0.1', family: 4 }],
    });
    const sent = egress.send(aRequest(template.replace('PORT', String(partner.port))), egressOptions());
    await expect(sent).rejects.toMatchObject({
      name: 'EgressError',
      kind: 'refused',
      message: expect.stringMatching(/^Cannot fetch https?:.*: the address [\d.:a-f]+ is not public$/),
    });
    expect(partner.connections).toBe(0);
  });

  test.each([
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://192.168.0.1/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://169.254.170.2/v2/credentials',
    'http://0xa9fea9fe/latest/meta-data/',
    'http://[fd00:ec2::254]/latest/meta-data/',
    'http://[::ffff:a9fe:a9fe]/latest/meta-data/',
    'http://[64:ff9b::a9fe:a9fe]/latest/meta-data/',
    'http://[fe80::1]/',
    'http://[fc00::1]/',
    'http://224.0.0.1/',
    'http://[ff02::1]/',
    'http://255.255.255.255/',
    'http://198.18.0.1/',
    'http://240.0.0.1/',
    'http://127.0.0.1:9001/2018-06-01/runtime/invocation/next',
    'http://169.254.100.1:9001/2018-06-01/runtime/invocation/next',
  ])('as %s', async (url) => {
    await expect(createGuardedEgress().send(aRequest(url), egressOptions())).rejects.toMatchObject({
      kind: 'refused',
    });
  });

  test.each(['http://169.254.169.254/', 'http://127.0.0.1:9001/', 'http://[::1]:9001/'])(
    'as %s, even where private networks are allowed',
    async (url) => {
      const egress = createGuardedEgress({ allowPrivateNetwork: 'all' });
      await expect(egress.send(aRequest(url), egressOptions())).rejects.toMatchObject({ kind: 'refused' });
    },
  );

  test('by the name of a peer other than the one that is allowed', async () => {
    await using partner = await Partner.start();
    const egress = createGuardedEgress({
      allowPrivateNetwork: [`partner.example:${partner.port}`],
      resolveHost: async () => [{ address: '127.0.0.1', family: 4 }],
    });
    const get = async (url: string): Promise<number> =>
      (await egress.send(aRequest(url), egressOptions())).status;
    await expect(get(`http://partner.example:${partner.port}/`)).resolves.toBe(200);
    await expect(get(`http://other.example:${partner.port}/`)).rejects.toMatchObject({ kind: 'refused' });
    await expect(get(`http://127.0.0.1:${partner.port}/`)).rejects.toMatchObject({ kind: 'refused' });
    await egress.closeIdle();
  });
});

describe('createGuardedEgress() refuses', () => {
  test.each([
    ['file:///etc/passwd', 'Cannot fetch "file:": only http: and https: can be fetched'],
    ['data:text/plain,secret', 'Cannot fetch "data:": only http: and https: can be fetched'],
    ['ftp://acme.example/', 'Cannot fetch "ftp:": only http: and https: can be fetched'],
    ['/v1/track?key=secret', 'Cannot fetch "/v1/track": it is no absolute URL'],
    ['http://u:secret@[bad?key=secret', 'Cannot fetch "http://[bad": it is no absolute URL'],
    [
      'https://user:secret@acme.example/x?key=secret#secret',
      'Cannot fetch https://acme.example/x: the URL includes credentials',
    ],
    ['http://1.1.1.1:25/', 'Cannot fetch http://1.1.1.1:25/: port 25 is not for HTTP'],
  ])('the URL %s', async (url, message) => {
    await expect(send(aRequest(url))).rejects.toMatchObject({ kind: 'refused', message });
  });

  test('a URL that is too long, and shows its beginning', async () => {
    const url = `https://acme.example/${'a'.repeat(20_000)}`;
    await expect(send(aRequest(url))).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/^Cannot fetch "?https:.{150,260}the limit is 16384$/),
    });
  });

  test.each([
    [{ method: 'CONNECT' }, 'the method CONNECT is forbidden'],
    [{ method: 'trace' }, 'the method trace is forbidden'],
    [{ method: 'GET / HTTP/1.1\r\nx: y\r\n\r\n' }, 'the method is no HTTP method'],
    [{ method: '' }, 'the method is no HTTP method'],
    [{ body: 'x' }, 'a GET request has no body'],
    [{ headers: [['x y', 'z']] }, 'the name of a header is not valid'],
    [{ headers: [['', 'z']] }, 'the name of a header is not valid'],
    [{ headers: [['x\r\ny', 'z']] }, 'the name of a header is not valid'],
    [{ headers: [['X-Key', 'secret\r\nx: y']] }, 'the value of the header x-key is not valid'],
    [{ headers: [['X-Key', 'secret\u0000']] }, 'the value of the header x-key is not valid'],
    [{ headers: [['X-Key', 'secret ☃']] }, 'the value of the header x-key is not valid'],
    [{ headers: [['x', 'y'.repeat(32_768)]] }, "the request's headers are larger than 32768 bytes"],
    [{ method: 'POST', body: 'x'.repeat(1_048_577) }, "the request's body is larger than 1048576 bytes"],
    [{ method: 'POST', body: 'ü'.repeat(524_289) }, "the request's body is larger than 1048576 bytes"],
    [{ method: 'POST', body: new Uint8Array(1_048_577) }, "the request's body is larger than 1048576 bytes"],
  ] as const satisfies readonly (readonly [Partial<EgressRequest>, string])[])(
    'a request of the wrong form %#',
    async (more, reason) => {
      await expect(send(aRequest('https://acme.example/', more))).rejects.toMatchObject({
        kind: 'refused',
        message: `Cannot fetch https://acme.example/: ${reason}`,
      });
    },
  );

  test.each([
    ['https://other.example/', ['api.acme.example', '*.acme.example']],
    ['https://acme.example/', ['*.acme.example']],
    ['https://evilacme.example/', ['*.acme.example', 'acme.example']],
    ['https://acme.example.evil.example/', ['acme.example']],
    ['https://acme.example/', []],
    ['https://acme.example/', ['', '*', '*.']],
  ])('%s where only %j may be reached', async (url, allowed) => {
    await expect(send(aRequest(url), allowed)).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining("is not in the function's egress list"),
    });
  });
});

test.each([
  ['127.0.0.1', ['127.0.0.1']],
  ['ACME.example', ['acme.example']],
  ['a.b.acme.example', ['*.acme.example']],
  ['acme.example.', ['acme.example']],
  ['Bücher.example', ['xn--bcher-kva.example']],
])('createGuardedEgress() reaches %s where %j may be reached', async (host, allowedHosts) => {
  await using partner = await Partner.start();
  const egress = createGuardedEgress({
    allowPrivateNetwork: 'all',
    resolveHost: async () => [{ address: '127.0.0.1', family: 4 }],
  });
  await egress.send(aRequest(`http://${host}:${partner.port}/`), egressOptions({ allowedHosts }));
  expect(partner.requests).toHaveLength(1);
  await egress.closeIdle();
});
