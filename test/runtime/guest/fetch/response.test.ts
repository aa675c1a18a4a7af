import { describe, expect, test } from '@jest/globals';
import { fromHost, Response as GuestResponse } from '../../../../runtime/guest/fetch/response.ts';
import { answerOf, awaited } from '../answer-of.ts';

type Seen = Pick<Response, 'status' | 'statusText' | 'ok' | 'url' | 'redirected' | 'bodyUsed'> & {
  readonly type: string;
  readonly headers: Iterable<[string, string]>;
};

/** What a handler can see of a response. */
function partsOf({ status, statusText, ok, type, url, redirected, bodyUsed, headers }: Seen): unknown {
  return { status, statusText, ok, type, url, redirected, bodyUsed, headers: [...headers] };
}

describe('Response', () => {
  test.each([
    ['nothing', undefined, undefined],
    ['null', null, undefined],
    ['a text', 'é', undefined],
    ['an empty text', '', { status: 201, statusText: 'Created' }],
    ['bytes', Uint8Array.of(0xc3, 0xa9), { headers: { 'content-type': 'text/plain' } }],
    ['a buffer', Uint8Array.of(0xff, 0xfe).buffer, undefined],
    ['a part of a buffer', new Uint8Array([1, 65, 66, 4]).subarray(1, 3), undefined],
    ['a number', 5, undefined],
    ['a byte order mark', '\ufeffa', undefined],
    ['a byte order mark in bytes', Uint8Array.of(0xef, 0xbb, 0xbf, 65), undefined],
    ['status 204', null, { status: 204 }],
    ['status 204 with a body', 'a', { status: 204 }],
    ['status 304', null, { status: 304 }],
    ['status 199', null, { status: 199 }],
    ['status 600', null, { status: 600 }],
    ['status 599', null, { status: 599 }],
    ['a status that is a text', null, { status: '404' }],
    ['status 200.9', null, { status: 200.9 }],
    ['a status that is no number', null, { status: 'no' }],
    ['a status text with a line end', null, { statusText: 'a\nb' }],
    [
      'headers',
      'a',
      {
        headers: [
          ['x-a', '1'],
          ['content-type', 'a/b'],
        ],
      },
    ],
  ])('of %s is what Node makes of it', async (_, body, init) => {
    const ours = () => new GuestResponse(body, init as never);
    const nodes = () => new Response(body as never, init as never);
    expect(answerOf(() => partsOf(ours()))).toEqual(answerOf(() => partsOf(nodes())));
    for (const read of ['text', 'json', 'bytes', 'arrayBuffer'] as const) {
      const [one, other] = [
        await awaited(async () => ours()[read]()),
        await awaited(async () => nodes()[read]()),
      ];
      expect(comparable(one)).toEqual(comparable(other));
    }
  });

  test('reads its body once, and says so', async () => {
    for (const response of [new GuestResponse('{"a":1}'), new Response('{"a":1}')]) {
      expect(response.bodyUsed).toBe(false);
      expect(await response.json()).toEqual({ a: 1 });
      expect(response.bodyUsed).toBe(true);
      expect(await awaited(() => response.text())).toBe('throws TypeError');
      expect(answerOf(() => response.clone())).toBe('throws TypeError');
    }
  });

  test('without a body is never used up', async () => {
    for (const response of [new GuestResponse(null), new Response(null)]) {
      expect([await response.text(), await response.text(), response.bodyUsed]).toEqual(['', '', false]);
    }
  });

  test('is cloned whole', async () => {
    const response = new GuestResponse('a', { status: 202, statusText: 'Taken', headers: { 'x-a': '1' } });
    const clone = response.clone();
    expect(partsOf(clone)).toEqual(partsOf(response));
    expect([await response.text(), await clone.text()]).toEqual(['a', 'a']);
    clone.headers.set('x-a', '2');
    expect(response.headers.get('x-a')).toBe('1');
  });

  test('hands out bytes of its own', async () => {
    const bytes = Uint8Array.of(1, 2);
    const response = new GuestResponse(bytes);
    bytes[0] = 9;
    expect([...(await response.bytes())]).toEqual([1, 2]);
  });

  test.each([
    [{ a: 1 }, undefined],
    [null, { status: 201 }],
    ['a', { headers: { 'content-type': 'a/b' } }],
    [undefined, undefined],
    [() => 1, undefined],
  ])('.json(%j, %j) is what Node makes of it', async (data, init) => {
    const ours = await awaited(() => withText(GuestResponse.json(data, init)));
    expect(ours).toEqual(await awaited(() => withText(Response.json(data, init))));
  });

  test.each([
    ['https://a.example/b', undefined],
    ['https://a.example/b', 307],
    ['https://a.example/b', 200],
    ['/relative', undefined],
  ])('.redirect(%j, %j) is what Node makes of it', (url, status) => {
    expect(answerOf(() => partsOf(GuestResponse.redirect(url, status)))).toEqual(
      answerOf(() => partsOf(Response.redirect(url, status as 302))),
    );
  });

  test('.error() is what Node makes of it', () => {
    expect(partsOf(GuestResponse.error())).toEqual(partsOf(Response.error()));
  });
});

describe('fromHost()', () => {
  const hop = { url: 'https://a.example/', redirected: true };

  test('makes an answer with its URL and no headers but its own', async () => {
    const response = fromHost({ ...hop, status: 200, statusText: 'OK', headers: [['x-a', '1']] }, 'a');
    expect(partsOf(response)).toMatchObject({ type: 'basic', ...hop, headers: [['x-a', '1']] });
    expect(partsOf(response.clone())).toEqual(partsOf(response));
    expect(await response.text()).toBe('a');
  });

  test('drops the body of an answer that may have none', async () => {
    const response = fromHost({ ...hop, status: 204, statusText: '', headers: [] }, 'a');
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  // Some do: a status past 599 made a RangeError of an answer, and of a delivery a bad request.
  test.each([600, 999])('makes an answer of status %d', async (status) => {
    const response = fromHost({ ...hop, status, statusText: 'a\u0001b', headers: [] }, 'slow down');
    for (const each of [response, response.clone()]) {
      expect([each.status, each.ok, each.statusText, await each.text()]).toEqual([
        status,
        false,
        'a\u0001b',
        'slow down',
      ]);
    }
  });

  test('keeps the cookies of an answer apart', () => {
    const headers: [string, string][] = [
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ];
    expect(fromHost({ ...hop, status: 200, statusText: '', headers }, '').headers.getSetCookie()).toEqual([
      'a=1',
      'b=2',
    ]);
  });
});

async function withText(response: Seen & Pick<Response, 'text'>): Promise<unknown> {
  return [partsOf(response), await response.text()];
}

/** Bytes as numbers: Node's are of another realm. */
function comparable(value: unknown): unknown {
  if (Object.prototype.toString.call(value) === '[object ArrayBuffer]')
    return [...new Uint8Array(value as ArrayBuffer)];
  return ArrayBuffer.isView(value) ? [...(value as Uint8Array)] : value;
}
