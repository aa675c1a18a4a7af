import { describe, expect, test } from '@jest/globals';
import { Partner } from '../../../support/partner.ts';
import { fetchingRunner } from './fetching-runner.ts';

const fetching = fetchingRunner();

/** Sends the first request on to `location`, and answers all others. */
function redirectOnce(status: number, location: string): void {
  fetching.partner.answer = ({ path }) =>
    path === '/from' ? { status, headers: { location }, body: 'moved' } : { body: 'there' };
}

const SEND = `const answer = await fetch(url + '/from', { method, body, headers: { 'content-type': 'a/b', 'x-a': '1' } });
  return [answer.status, answer.redirected, answer.url.slice(url.length), await answer.text()];`;

describe('a redirect is followed', () => {
  test.each([
    [301, 'POST', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [303, 'POST', 'GET', ''],
    [303, 'PUT', 'GET', ''],
    [307, 'POST', 'POST', 'sent'],
    [308, 'POST', 'POST', 'sent'],
    [301, 'PUT', 'PUT', 'sent'],
    [302, 'PATCH', 'PATCH', 'sent'],
  ])('with status %d: a %s becomes a %s with the body %j', async (status, method, becomes, body) => {
    redirectOnce(status, '/to?a=b');
    const returned = await fetching.run(`const [method, body] = ['${method}', 'sent']; ${SEND}`);
    expect(returned).toEqual([200, true, '/to?a=b', 'there']);
    const [, second] = fetching.partner.requests;
    expect(second).toMatchObject({ method: becomes, path: '/to?a=b', body, headers: { 'x-a': '1' } });
    expect(second?.headers['content-type']).toBe(body === '' ? undefined : 'a/b');
  });

  test.each([301, 302, 303, 307, 308])('with status %d: a HEAD stays one', async (status) => {
    redirectOnce(status, '/to');
    await fetching.run("await fetch(url + '/from', { method: 'HEAD' });");
    expect(fetching.partner.requests.map(({ method }) => method)).toEqual(['HEAD', 'HEAD']);
  });

  test('without credentials to another origin, and with them to the same', async () => {
    await using other = await Partner.start();
    const send = `await fetch(url + '/from', { headers: { Authorization: 'Bearer secret', Cookie: 'a=1', 'X-Api-Key': 'b' } });`;
    redirectOnce(307, `${other.url}/to`);
    await fetching.run(send);
    redirectOnce(307, '/to');
    await fetching.run(send);
    expect(other.requests[0]?.headers).not.toHaveProperty('authorization');
    expect(other.requests[0]?.headers).not.toHaveProperty('cookie');
    expect(other.requests[0]?.headers).toMatchObject({ 'x-api-key': 'b' });
    expect(fetching.partner.requests.at(-1)?.headers).toMatchObject({
      authorization: 'Bearer secret',
      cookie: 'a=1',
    });
  });

  test('no more than twenty times', async () => {
    fetching.partner.answer = () => ({ status: 302, headers: { location: '/again' } });
    expect(await fetching.run('await fetch(url);')).toMatchObject({ code: 'bad_request' });
    expect(fetching.partner.requests).toHaveLength(21);
  });
});

test('a redirect is shown as it is, where that is asked for', async () => {
  redirectOnce(302, '/to');
  const statements = `const answer = await fetch(url + '/from', { redirect: 'manual' });
    return [answer.status, answer.headers.get('location'), answer.redirected, await answer.text()];`;
  expect(await fetching.run(statements)).toEqual([302, '/to', false, 'moved']);
  expect(fetching.partner.requests).toHaveLength(1);
});

test('a redirect is an error, where that is asked for', async () => {
  redirectOnce(302, '/to');
  const send = `fetch(new Request(url + '/from', { redirect: 'error' }))`;
  expect(await fetching.run(`return (await ${send}.catch((error) => error)) instanceof TypeError;`)).toBe(
    true,
  );
  expect(await fetching.run(`await ${send};`)).toMatchObject({ code: 'bad_request' });
});

test('a redirect leads nowhere that the list of hosts does not', async () => {
  await using other = await Partner.start();
  redirectOnce(302, other.url.replace('127.0.0.1', 'localhost'));
  const manifest = { egress: ['127.0.0.1'] };
  expect(await fetching.run("await fetch(url + '/from');", { manifest })).toMatchObject({
    code: 'bad_request',
    message: expect.stringContaining('egress list'),
  });
  expect(other.requests).toEqual([]);
});
