import { describe, expect, test } from '@jest/globals';
import type { EgressRequest } from '../../../../runtime/sandbox/egress/egress.ts';
import type { RespondRule } from '../../../../runtime/sandbox/egress/respond-rule.ts';
import { createRespondingEgress } from '../../../../runtime/sandbox/egress/responding-egress.ts';
import { aRequest, egressOptions } from '../../../support/egress-request.ts';

async function ask(
  rules: readonly RespondRule[],
  url: string,
  more: Partial<EgressRequest> = {},
): Promise<{ status: number; headers: object; text: string; url: string }> {
  const response = await createRespondingEgress(rules).send(aRequest(url, more), egressOptions());
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text: Buffer.from(response.body).toString(),
    url: response.url,
  };
}

describe('createRespondingEgress()', () => {
  test('answers by the first rule that matches', async () => {
    const rules = [
      { method: 'POST', url: 'https://api.acme.example/*', status: 201, body: { ok: true } },
      { url: 'https://api.acme.example/*', status: 202, headers: { 'X-A': '1' }, body: 'text' },
      { status: 203 },
    ];
    expect(await ask(rules, 'https://api.acme.example/v1/x?y=1', { method: 'POST' })).toMatchObject({
      status: 201,
      headers: { 'content-type': 'application/json' },
      text: '{"ok":true}',
    });
    expect(await ask(rules, 'https://api.acme.example/v1')).toMatchObject({
      status: 202,
      headers: { 'x-a': '1', 'content-type': 'text/plain;charset=UTF-8' },
      text: 'text',
    });
    expect(await ask(rules, 'https://other.example/')).toMatchObject({ status: 203, headers: {}, text: '' });
  });

  test.each([
    ['https://acme.example', 'https://acme.example/', true],
    ['https://acme.example/a', 'https://acme.example/a#b', true],
    ['https://acme.example/a', 'https://acme.example/a?b', false],
    ['https://acme.example/a', 'https://acme.example/ab', false],
    ['https://acme.example/*', 'https://acme.example/', true],
    ['https://*.example/a*c', 'https://x.y.example/abbc', true],
    ['*', 'https://acme.example/', true],
    ['HTTPS://API.Acme.example/V1/*', 'https://api.acme.example/V1/x', true],
    ['https://acme.example/V1/*', 'https://acme.example/v1/x', false],
    ['https://acme.example/a.c', 'https://acme.example/abc', false],
    ['https://acme.example/*?x=(1)', 'https://acme.example/y?x=(1)', true],
  ])('takes %s and %s for a match: %p', async (pattern, url, matches) => {
    const asked = ask([{ url: pattern, status: 200 }], url);
    await (matches ? expect(asked).resolves.toMatchObject({ status: 200 }) : expect(asked).rejects.toThrow());
  });

  test('fails as an unreachable host would where no rule matches', async () => {
    const rules = [{ method: 'POST', status: 200 }];
    await expect(ask(rules, 'https://acme.example/')).rejects.toMatchObject({
      kind: 'network',
      message: 'Cannot reach acme.example: no rule answers this request',
    });
  });

  test('follows redirects from rule to rule', async () => {
    const rules = [
      { url: 'https://acme.example/old', status: 302, headers: { location: '/new' } },
      { url: 'https://acme.example/new', status: 200, body: 'new' },
    ];
    const response = await ask(rules, 'https://acme.example/old');
    expect(response).toMatchObject({ status: 200, text: 'new', url: 'https://acme.example/new' });
  });

  test("keeps to the function's own list of hosts, and to the signal", async () => {
    const egress = createRespondingEgress([{ status: 200 }]);
    const request = aRequest('https://other.example/');
    await expect(
      egress.send(request, egressOptions({ allowedHosts: ['acme.example'] })),
    ).rejects.toMatchObject({
      kind: 'refused',
    });
    await expect(egress.send(request, egressOptions({ signal: AbortSignal.abort() }))).rejects.toMatchObject({
      kind: 'aborted',
    });
    await egress.closeIdle();
  });

  test('answers a HEAD without a body', async () => {
    expect(
      await ask([{ status: 200, body: 'x' }], 'https://acme.example/', { method: 'HEAD' }),
    ).toMatchObject({
      text: '',
    });
  });
});
