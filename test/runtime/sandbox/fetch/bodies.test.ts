import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { fetchingRunner } from './fetching-runner.ts';

const fetching = fetchingRunner();

describe('a function sends', () => {
  test.each([
    ['to a text', 'fetch(url + "/a?b=c#d")', 'GET', '/a?b=c'],
    ['to a URL', 'fetch(new URL("/a b", url))', 'GET', '/a%20b'],
    ['to a URL with a name in another script', 'fetch(`${url}/%C3%A9é`)', 'GET', '/%C3%A9%C3%A9'],
    ['a Request', 'fetch(new Request(url + "/a", { method: "delete" }))', 'DELETE', '/a'],
    [
      'a Request and what is to differ',
      'fetch(new Request(url, { method: "PUT", body: "a" }), { method: "PATCH" })',
      'PATCH',
      '/',
    ],
    ['a HEAD', 'fetch(url, { method: "HEAD" })', 'HEAD', '/'],
  ])('%s', async (_, call, method, path) => {
    expect(await fetching.run(`return (await ${call}).status;`)).toBe(200);
    expect(fetching.partner.requests).toMatchObject([{ method, path }]);
  });

  test.each([
    ['a text', '"é"', 'text/plain;charset=UTF-8', 'é'],
    [
      'form fields',
      'new URLSearchParams({ a: "b c", d: "é" })',
      'application/x-www-form-urlencoded;charset=UTF-8',
      'a=b+c&d=%C3%A9',
    ],
    ['bytes', 'new TextEncoder().encode("é")', undefined, 'é'],
    ['a buffer', 'new TextEncoder().encode("é").buffer', undefined, 'é'],
    ['a part of a buffer', 'new DataView(new TextEncoder().encode("xéy").buffer, 1, 2)', undefined, 'é'],
    ['a Blob', 'new Blob(["é", new Uint8Array([33])], { type: "text/x" })', 'text/x', 'é!'],
    ['a Blob of no type', 'new Blob(["a"])', undefined, 'a'],
    ['another body', 'new Response("streamed").body', undefined, 'streamed'],
    ['what becomes a text', '({ toString: () => "own" })', 'text/plain;charset=UTF-8', 'own'],
  ])('%s as a body', async (_, body, type, sent) => {
    expect(
      await fetching.run(
        `return (await fetch(url, { method: 'POST', body: ${body}, duplex: 'half' })).status;`,
      ),
    ).toBe(200);
    const [request] = fetching.partner.requests;
    expect([request?.body, request?.headers['content-type']]).toEqual([sent, type]);
    expect(request?.headers['content-length']).toBe(`${Buffer.byteLength(sent)}`);
  });

  test('a form with files, as other servers read it', async () => {
    await fetching.run(`const form = new FormData();
      form.append('a"b', 'one\\ntwo');
      form.append('file', new Blob(['é'], { type: 'text/csv' }), 'é.csv');
      form.append('file', new File([new Uint8Array([65, 66])], 'b.bin'));
      await fetch(url, { method: 'POST', body: form });`);
    const [request] = fetching.partner.requests;
    const headers = { 'content-type': request?.headers['content-type'] ?? '' };
    const form = await new Response(request?.body ?? '', { headers }).formData();
    const entries = await Promise.all(
      [...form].map(async ([name, value]) =>
        typeof value === 'string' ? [name, value] : [name, value.name, value.type, await value.text()],
      ),
    );
    expect(entries).toEqual([
      ['a"b', 'one\r\ntwo'],
      ['file', 'é.csv', 'text/csv', 'é'],
      ['file', 'b.bin', 'application/octet-stream', 'AB'],
    ]);
  });

  test('headers of every kind, and each once', async () => {
    await fetching.run(`const headers = new Headers([['X-A', '1'], ['x-a', '2'], ['Cookie', 'a=1']]);
      headers.append('cookie', 'b=2');
      await fetch(url, { headers });
      await fetch(url, { headers: { 'X-B': 3, 'User-Agent': 'acme' } });
      await fetch(new Request(url, { headers: [['X-C', '4']] }));`);
    expect(fetching.partner.requests.map(({ headers }) => headers)).toMatchObject([
      { 'x-a': '1, 2', cookie: 'a=1; b=2', accept: '*/*' },
      { 'x-b': '3', 'user-agent': 'acme' },
      { 'x-c': '4' },
    ]);
  });

  test.each([
    ['a body with GET', 'fetch(url, { body: "a" })'],
    ['no URL', 'fetch()'],
    ['a relative URL', 'fetch("/a")'],
    ['a bad header', 'fetch(url, { headers: { "a b": "c" } })'],
    ['headers that are null', 'fetch(url, { headers: null })'],
    ['a bad method', 'fetch(url, { method: "GE T" })'],
    ['a forbidden method', 'fetch(url, { method: "CONNECT" })'],
    ['a signal that is none', 'fetch(url, { signal: {} })'],
    [
      'a Request that was read',
      '(async () => { const r = new Request(url, { method: "POST", body: "a" }); await r.text(); return fetch(r); })()',
    ],
    ['another scheme', 'fetch("ftp://127.0.0.1/")'],
    ['data in a URL', 'fetch("data:text/plain,a")'],
  ])('nothing for %s, and rejects with a TypeError', async (_, call) => {
    const statements = `try { await ${call}; return 'sent'; } catch (error) { return error instanceof TypeError; }`;
    expect(await fetching.run(statements)).toBe(true);
    expect(await fetching.run(`await ${call};`)).toMatchObject({ code: 'bad_request' });
    expect(fetching.partner.requests).toEqual([]);
  });
});

describe('a function reads', () => {
  const readAll = `
    const read = async (how) => { const answer = (await fetch(url))[how](); return answer; };
    const blob = await read('blob');
    let streamed = '';
    const decoder = new TextDecoder();
    for await (const chunk of (await fetch(url)).body) streamed += decoder.decode(chunk, { stream: true });
    const reader = (await fetch(url)).body.getReader();
    const first = await reader.read();
    return { text: await read('text'), json: await read('json'), bytes: [...await read('bytes')], buffer: (await read('arrayBuffer')).byteLength,
      blob: [blob.size, blob.type, await blob.text()], streamed, first: [first.value.length, first.done, (await reader.read()).done] };`;
  const ANSWER = '{"é":"😀"}';
  const SIZE = Buffer.byteLength(ANSWER);

  test.each<[string, Uint8Array, Record<string, string>]>([
    ['as it is', Buffer.from(ANSWER), {}],
    ['gzip', gzipSync(ANSWER), { 'content-encoding': 'gzip' }],
    ['deflate', deflateSync(ANSWER), { 'content-encoding': 'deflate' }],
    ['bare deflate', deflateRawSync(ANSWER), { 'content-encoding': 'deflate' }],
    ['br', brotliCompressSync(ANSWER), { 'content-encoding': 'br' }],
    ['zstd', zstdCompressSync(ANSWER), { 'content-encoding': 'zstd' }],
    ['br within gzip', gzipSync(brotliCompressSync(ANSWER)), { 'content-encoding': 'br, gzip' }],
  ])('an answer that comes %s, in every way', async (_, body, headers) => {
    fetching.partner.answer = () => ({ body, headers: { 'content-type': 'application/json', ...headers } });
    expect(await fetching.run(readAll)).toEqual({
      text: ANSWER,
      json: { é: '😀' },
      bytes: [...Buffer.from(ANSWER)],
      buffer: SIZE,
      blob: [SIZE, 'application/json', ANSWER],
      streamed: ANSWER,
      first: [SIZE, false, true],
    });
  });

  test('bytes that are no text', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    fetching.partner.answer = () => ({ body: bytes });
    const statements =
      'const answer = await fetch(url); return [...await answer.clone().bytes(), (await answer.blob()).size];';
    expect(await fetching.run(statements)).toEqual([...bytes, 256]);
  });

  test('a long answer', async () => {
    fetching.partner.answer = () => ({ body: 'é"\n'.repeat(300_000) });
    const statements = 'const text = await (await fetch(url)).text(); return [text.length, text.slice(-6)];';
    expect(await fetching.run(statements)).toEqual([900_000, 'é"\né"\n']);
  });

  test.each([
    [
      'multipart/form-data; boundary=xx',
      '--xx\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--xx--',
      [['a', 'b']],
    ],
    [
      'application/x-www-form-urlencoded',
      'a=b+c&d=%C3%A9',
      [
        ['a', 'b c'],
        ['d', 'é'],
      ],
    ],
  ])('a form of %s', async (type, body, entries) => {
    fetching.partner.answer = () => ({ body, headers: { 'content-type': type } });
    expect(await fetching.run('return [...await (await fetch(url)).formData()];')).toEqual(entries);
  });

  test('what the answer says of itself', async () => {
    fetching.partner.answer = () => ({
      status: 299,
      headers: { 'X-A': ['1', '2'], 'set-cookie': ['a=1', 'b=2'] },
      body: 'a',
    });
    const statements = `const answer = await fetch(url + '/a#b');
      let frozen = false;
      try { answer.headers.set('a', 'b'); } catch (error) { frozen = error instanceof TypeError; }
      return [answer.status, answer.ok, answer.type, answer.url === url + '/a', answer.redirected, answer.headers.get('x-a'), answer.headers.getSetCookie(), frozen];`;
    expect(await fetching.run(statements)).toEqual([
      299,
      true,
      'basic',
      true,
      false,
      '1, 2',
      ['a=1', 'b=2'],
      true,
    ]);
  });

  test.each([204, 205, 304])('no body of an answer with status %d', async (status) => {
    fetching.partner.answer = () => ({ status });
    const statements =
      'const answer = await fetch(url); return [answer.status, answer.body, await answer.text(), answer.bodyUsed];';
    expect(await fetching.run(statements)).toEqual([status, null, '', false]);
  });

  test('a body once', async () => {
    fetching.partner.answer = () => ({ body: 'a' });
    const statements = `const answer = await fetch(url);
      const clone = answer.clone();
      const text = [await answer.text(), await clone.text()];
      return [...text, answer.bodyUsed, await answer.text().catch((error) => error.name)];`;
    expect(await fetching.run(statements)).toEqual(['a', 'a', true, 'TypeError']);
  });

  test('no JSON where there is none, and is told so', async () => {
    fetching.partner.answer = () => ({ body: '<html>' });
    expect(await fetching.run('await (await fetch(url)).json();')).toMatchObject({
      code: 'bad_request',
      message: expect.stringContaining('SyntaxError'),
    });
  });
});
