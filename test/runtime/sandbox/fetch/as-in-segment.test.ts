import { describe, expect, test } from '@jest/globals';
import { fetchingRunner } from './fetching-runner.ts';

const fetching = fetchingRunner();

describe('what node-fetch and form-data have beside the standard works:', () => {
  test('a body read as a Buffer', async () => {
    const statements = `const response = await fetch(url, { method: 'POST', body: Buffer.from([0, 255]) });
      const bytes = await new Response(Buffer.from([1, 254])).buffer();
      return [Buffer.isBuffer(await response.buffer()), bytes.toString('hex'), await response.text().catch(({ name }) => name)];`;
    expect(await fetching.run(statements)).toEqual([true, '01fe', 'TypeError']);
  });

  test('headers as lists by name', async () => {
    const statements = `const headers = new Headers([['X-A', '1'], ['set-cookie', 'a=1'], ['Set-Cookie', 'b=2'], ['x-a', '2']]);
      return headers.raw();`;
    expect(await fetching.run(statements)).toEqual({ 'x-a': ['1, 2'], 'set-cookie': ['a=1', 'b=2'] });
  });

  test('the method patch, which is sent as PATCH', async () => {
    await fetching.run("await fetch(url, { method: 'patch', body: 'x' });");
    expect(fetching.partner.requests.map(({ method }) => method)).toEqual(['PATCH']);
  });

  test('a timeout, after which the network is to blame', async () => {
    fetching.partner.answer = () => ({ kind: 'hang' });
    expect(await fetching.run('await fetch(url, { timeout: 20 });')).toEqual({
      code: 'network_error',
      message: 'TypeError: Cannot fetch: no answer came within 20 ms',
    });
    await fetching.partner.until(({ openConnections }) => openConnections === 0);
  });

  test('a timeout that is not reached, or is none', async () => {
    const statements = `const statuses = [];
      for (const timeout of [4000, 0, null, 'soon']) statuses.push((await fetch(url, { timeout })).status);
      return statuses;`;
    expect(await fetching.run(statements)).toEqual([200, 200, 200, 200]);
  });

  test('a timeout of a request that waits for its turn', async () => {
    fetching.partner.answer = () => ({ kind: 'hang' });
    const statements = `for (let index = 0; index < 10; index += 1) fetch(url).catch(() => {});
      return await fetch(url + '/last', { timeout: 20 }).catch(({ message }) => message);`;
    expect(await fetching.run(statements)).toBe('Cannot fetch: no answer came within 20 ms');
    expect(fetching.partner.requests.map(({ path }) => path)).not.toContain('/last');
  });

  test('a user and a password in a URL, which sign in', async () => {
    const statements = `const address = url.replace('//', '//ada%40acme:p%C3%A4ss@');
      await fetch(address + '/a', { method: 'POST', body: 'x', headers: { 'X-A': 'b' } });
      await fetch(new URL(address + '/b'), { headers: { Authorization: 'Bearer t' } });
      await fetch(url + '/c?by=//a@b');
      return await fetch(new Request(url), { headers: { a: 'b' } }).then(({ status }) => status);`;
    expect(await fetching.run(statements)).toBe(200);
    expect(
      fetching.partner.requests.map(({ path, body, headers }) => [
        path,
        body,
        headers['authorization'],
        headers['x-a'],
      ]),
    ).toEqual([
      ['/a', 'x', `Basic ${Buffer.from('ada@acme:päss').toString('base64')}`, 'b'],
      ['/b', '', 'Bearer t', undefined],
      ['/c?by=//a@b', '', undefined, undefined],
      ['/', '', undefined, undefined],
    ]);
  });

  test('a form whose headers are handed over with it', async () => {
    const statements = `const form = new FormData();
      form.append('plan', 'pro');
      form.append('list', Buffer.from('id,plan\\n'), { filename: 'list.csv', contentType: 'text/plain' });
      form.append('more', 'id', 'more.csv');
      form.append('about', '{}', { contentType: 'application/json' });
      form.append('raw', Buffer.from('é'));
      await fetch(url, { method: 'POST', body: form, headers: { ...form.getHeaders({ 'X-A': 'b' }), 'Content-Length': form.getLengthSync() } });
      return [form.getBoundary(), form.getBuffer().toString(), form.getLengthSync(), form.get('more').name];`;
    const [boundary, text, length, name] = (await fetching.run(statements)) as [
      string,
      string,
      number,
      string,
    ];
    const [request] = fetching.partner.requests;
    expect(request!.headers).toMatchObject({
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': `${length}`,
      'x-a': 'b',
    });
    expect(request!.body).toBe(text);
    expect(name).toBe('more.csv');
    expect(text.replaceAll(boundary, 'B').replaceAll('\r', '')).toBe(`--B
Content-Disposition: form-data; name="plan"

pro
--B
Content-Disposition: form-data; name="list"; filename="list.csv"
Content-Type: text/plain

id,plan

--B
Content-Disposition: form-data; name="more"; filename="more.csv"
Content-Type: text/csv

id
--B
Content-Disposition: form-data; name="about"
Content-Type: application/json

{}
--B
Content-Disposition: form-data; name="raw"
Content-Type: application/octet-stream

é
--B--
`);
  });

  test('the length of a form, told later', async () => {
    const statements = `const form = new FormData();
      form.append('a', 1);
      return [form.hasKnownLength(), await new Promise((resolve) => form.getLength((error, length) => resolve([error, length === form.getLengthSync()])))];`;
    expect(await fetching.run(statements)).toEqual([true, [null, true]]);
  });
});
