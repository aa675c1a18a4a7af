import { expect, test } from '@jest/globals';
import type { EgressOptions, EgressRequest, EgressResponse } from '../../../runtime/sandbox/egress/egress.ts';
import { EgressError } from '../../../runtime/sandbox/egress/egress.ts';
import type { GuestRequest } from '../../../runtime/sandbox/guest-lines.ts';
import { GuestRequests } from '../../../runtime/sandbox/guest-requests.ts';

type Send = (request: EgressRequest, options: EgressOptions) => Promise<EgressResponse>;

const REQUEST: GuestRequest = {
  method: 'POST',
  url: 'https://api.acme.example/',
  headers: [],
  redirect: 'follow',
  encoding: 'none',
  body: '',
};

function aResponse(body: string | Uint8Array = ''): EgressResponse {
  return {
    url: REQUEST.url,
    redirected: false,
    status: 200,
    statusText: 'OK',
    headers: [],
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  };
}

/** Requests over an egress of our own, and the answers that the guest is entered with, as they come. */
function requestsOver(send: Send, timeoutMs = 5_000) {
  const entries: unknown[][] = [];
  let onEntry = (): void => {};
  const requests: GuestRequests = new GuestRequests(
    { send, closeIdle: async () => {} },
    {
      allowedHosts: null,
      limits: { timeoutMs, cpuMs: 500, memoryMb: 128 },
      onAnswers: () => {
        const [text, ...longBodies] = requests.takeAnswers() ?? [];
        if (text !== undefined) entries.push([...(JSON.parse(text) as unknown[]), ...longBodies]);
        onEntry();
      },
    },
  );
  const untilEntries = async (count: number): Promise<readonly unknown[][]> => {
    while (entries.length < count) await new Promise<void>((resolve) => (onEntry = resolve));
    return entries;
  };
  return { requests, untilEntries };
}

const ignore = (): void => {};
const untilAborted: Send = (_, { signal }) =>
  new Promise((__, reject) =>
    signal.addEventListener('abort', () => reject(new EgressError('aborted', 'aborted'))),
  );

test('answers that come in together enter the guest together', async () => {
  const { requests, untilEntries } = requestsOver(async () => aResponse('{"ok":true}'));
  const statuses: (number | null)[] = [];
  for (const id of [1, 2]) void requests.start(id, REQUEST, (status) => statuses.push(status));
  expect(await untilEntries(1)).toMatchObject([
    [
      { id: 1, status: 200, encoding: 'text', body: '{"ok":true}' },
      { id: 2, status: 200 },
    ],
  ]);
  expect(statuses).toEqual([200, 200]);
});

test('answers that are too long together enter the guest one after the other', async () => {
  const { requests, untilEntries } = requestsOver(async () => aResponse('\0'.repeat(4 * 1024 * 1024)));
  for (const id of [1, 2, 3]) void requests.start(id, REQUEST, ignore);
  const entries = await untilEntries(3);
  expect(entries.map((answers) => answers.map((each) => (each as { id: number }).id))).toEqual([
    [1, undefined],
    [2, undefined],
    [3, undefined],
  ]);
});

// As a part of the JSON, 5 MiB of control characters took 105 ms, in which nobody else was served.
test('a long body enters as it is, beside the others', async () => {
  const [first, second] = ['\0'.repeat(20_000), 'x'.repeat(20_000)];
  const bodies = [first, 'short', second];
  const { requests, untilEntries } = requestsOver(async () => aResponse(bodies.shift()));
  for (const id of [1, 2, 3]) void requests.start(id, REQUEST, ignore);
  const answers = [{ body: 0 }, { body: 'short' }, { body: 1 }];
  expect(await untilEntries(1)).toEqual([
    [...answers.map((each) => expect.objectContaining(each)), first, second],
  ]);
});

test('a body that is no UTF-8 comes a character a byte', async () => {
  const { requests, untilEntries } = requestsOver(async () => aResponse(Uint8Array.of(0xff, 0, 0x80)));
  void requests.start(1, REQUEST, ignore);
  expect(await untilEntries(1)).toMatchObject([[{ encoding: 'latin1', body: '\u00ff\0\u0080' }]]);
});

test.each([
  ['none', '', null],
  ['text', 'é', 'é'],
  ['latin1', '\u00ff\0', Buffer.of(0xff, 0)],
] as const)('a body of encoding %s is sent as it was', async (encoding, body, sent) => {
  const bodies: EgressRequest['body'][] = [];
  const { requests } = requestsOver(async (request) => {
    bodies.push(request.body);
    return aResponse();
  });
  await requests.start(1, { ...REQUEST, encoding, body }, ignore);
  expect(bodies).toEqual([sent]);
});

test.each([
  ['an unreachable host', new EgressError('network', 'no answer'), 'network', 'no answer'],
  ['a refusal', new EgressError('refused', 'not allowed'), 'refused', 'not allowed'],
  [
    'a fault of ours, without its words',
    new Error('at /srv/app.ts'),
    'network',
    'Cannot fetch: the request failed',
  ],
])('%s is told to the guest', async (_, error, failure, message) => {
  const { requests, untilEntries } = requestsOver(() => Promise.reject(error));
  const statuses: (number | null)[] = [];
  void requests.start(1, REQUEST, (status) => statuses.push(status));
  expect(await untilEntries(1)).toEqual([[{ id: 1, failure, message }]]);
  expect(statuses).toEqual([null]);
});

test('a request that the guest gave up is ended, and has no answer', async () => {
  const { requests } = requestsOver(untilAborted);
  const ended = requests.start(1, REQUEST, ignore);
  requests.abort(1);
  await ended;
  expect(requests.takeAnswers()).toBeNull();
});

// One that its handler didn't wait for was kept open for as long as the partner liked.
test('a request that lasts longer than an attempt may is ended, and its place in the guest is free', async () => {
  const { requests, untilEntries } = requestsOver(untilAborted, 5);
  await requests.start(1, REQUEST, ignore);
  expect(await untilEntries(1)).toEqual([
    [{ id: 1, failure: 'network', message: 'Cannot fetch: no answer came in time' }],
  ]);
});

test('a program cannot leave behind as many requests as it likes', async () => {
  const { requests, untilEntries } = requestsOver(untilAborted);
  const ended = Array.from({ length: 5_001 }, (_, id) => requests.start(id, REQUEST, ignore));
  expect(await untilEntries(1)).toMatchObject([[{ id: 5_000, failure: 'refused' }]]);
  requests.dispose();
  await Promise.all(ended);
});

test('no answer comes after the end', async () => {
  const { requests } = requestsOver(untilAborted);
  const ended = [requests.start(1, REQUEST, ignore), requests.start(2, REQUEST, ignore)];
  requests.dispose();
  await Promise.all(ended);
  expect(requests.takeAnswers()).toBeNull();
});
