import { describe, expect, test } from '@jest/globals';
import { AbortController as GuestController } from '../../../../runtime/guest/web/abort.ts';
import { Headers as GuestHeaders } from '../../../../runtime/guest/fetch/headers.ts';
import { Request as GuestRequest } from '../../../../runtime/guest/fetch/request.ts';
import { URL as GuestURL, URLSearchParams as GuestParams } from '../../../../runtime/guest/web/url.ts';
import { answerOf, awaited } from '../answer-of.ts';

const URL_TEXT = 'https://api.acme.example/a?b=c#d';

/** What a handler can see of a request. */
function partsOf({
  method,
  url,
  headers,
  redirect,
  bodyUsed,
}: Pick<Request, 'method' | 'url' | 'redirect' | 'bodyUsed'> & {
  readonly headers: Iterable<[string, string]>;
}): unknown {
  return { method, url, redirect, bodyUsed, headers: [...headers] };
}

describe('Request', () => {
  test.each([
    ['a URL alone', URL_TEXT, undefined],
    ['a URL that needs to be written anew', 'HTTPS://Api.Acme.example:443/a/../b c', undefined],
    ['a method of any case', URL_TEXT, { method: 'post' }],
    ['a method whose case is kept', URL_TEXT, { method: 'patch' }],
    ['a method of its own', URL_TEXT, { method: 'M-SEARCH' }],
    ['a forbidden method', URL_TEXT, { method: 'Trace' }],
    ['no method', URL_TEXT, { method: '' }],
    ['a method with a space', URL_TEXT, { method: 'GET /' }],
    ['headers', URL_TEXT, { headers: { 'X-A': '1' } }],
    ['a text', URL_TEXT, { method: 'POST', body: 'é' }],
    ['an empty text', URL_TEXT, { method: 'POST', body: '' }],
    [
      'a text with a type of its own',
      URL_TEXT,
      { method: 'PUT', body: '{}', headers: { 'content-type': 'application/json' } },
    ],
    ['bytes', URL_TEXT, { method: 'POST', body: Uint8Array.of(1, 255) }],
    ['a number', URL_TEXT, { method: 'POST', body: 5 }],
    ['a body with GET', URL_TEXT, { body: 'a' }],
    ['a body with HEAD', URL_TEXT, { method: 'HEAD', body: 'a' }],
    ['no body with GET', URL_TEXT, { body: null }],
    ['redirect manual', URL_TEXT, { redirect: 'manual' }],
    ['redirect elsewhere', URL_TEXT, { redirect: 'elsewhere' }],
    ['a relative URL', '/a', undefined],
    ['no URL', '', undefined],
    ['a URL with credentials', 'https://me:secret@api.acme.example/', undefined],
    ['a signal that is none', URL_TEXT, { signal: {} }],
  ])('of %s is what Node makes of it', async (_, url, init) => {
    const make = [() => new GuestRequest(url, init as never), () => new Request(url, init as never)] as const;
    expect(answerOf(() => partsOf(make[0]()))).toEqual(answerOf(() => partsOf(make[1]())));
    expect(await awaited(() => make[0]().text())).toEqual(await awaited(() => make[1]().text()));
  });

  test('takes a URL, and form fields', async () => {
    const request = new GuestRequest(new GuestURL(URL_TEXT), {
      method: 'POST',
      body: new GuestParams('a=b c&d=é'),
    });
    expect(request.url).toBe(URL_TEXT);
    expect(request.headers.get('content-type')).toBe('application/x-www-form-urlencoded;charset=UTF-8');
    expect(await request.text()).toBe('a=b+c&d=%C3%A9');
  });

  test('takes another request, and what is to differ', async () => {
    const controller = new GuestController();
    const { signal } = controller;
    const first = new GuestRequest(URL_TEXT, {
      method: 'POST',
      body: 'a',
      headers: { 'x-a': '1' },
      redirect: 'manual',
      signal,
    });
    const second = new GuestRequest(first, { method: 'PUT', headers: new GuestHeaders({ 'x-b': '2' }) });
    expect(partsOf(second)).toMatchObject({
      method: 'PUT',
      url: URL_TEXT,
      redirect: 'manual',
      headers: [['x-b', '2']],
    });
    expect([second.signal === signal, second.signal.aborted]).toEqual([false, false]);
    controller.abort('why');
    expect([second.signal.aborted, second.signal.reason]).toEqual([true, 'why']);
    expect(await second.text()).toBe('a');
  });

  test('is cloned whole, and not when its body was read', async () => {
    const request = new GuestRequest(URL_TEXT, { method: 'POST', body: 'a' });
    const clone = request.clone();
    expect([await request.text(), await clone.text()]).toEqual(['a', 'a']);
    expect(answerOf(() => request.clone())).toBe('throws TypeError');
    expect(answerOf(() => new GuestRequest(request))).toBe('throws TypeError');
  });

  test('refuses a URL that no server takes without reading it', () => {
    expect(() => new GuestRequest(`https://a.example/${'x'.repeat(16 * 1024)}`)).toThrow(
      'Cannot fetch a URL of 16402 characters: the limit is 16384',
    );
  });
});
