import { createHash, createHmac } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Settings } from '../../runtime/contract/destination.ts';
import type { RespondRule } from '../../runtime/runner/runner.ts';

const TRACK = {
  type: 'track',
  messageId: 'm-1',
  userId: 'ada',
  event: 'Signed Up',
  properties: { plan: 'pro' },
};
const IDENTIFY = {
  type: 'identify',
  messageId: 'm-2',
  userId: 'ada',
  traits: { plan: 'free', city: 'London' },
};
const PAGE = { type: 'page', messageId: 'm-3', userId: 'ada', name: 'Pricing' };

/** How a snippet is run, and how each of its events is to end. */
export interface GuideCase {
  readonly path: string;
  readonly events: readonly object[];
  readonly settings?: Settings;
  readonly respond?: readonly RespondRule[];
  /** Each is what `runOnce` gives of an event, or a part of it. */
  readonly ended: readonly object[];
}

const delivered = (recording: object = {}): object => ({ outcome: { kind: 'delivered' }, recording });
const failed = (code: string, more: object = {}): object => ({ outcome: { kind: 'failed', code, ...more } });

/** What becomes of the snippets of docs/writing-a-function.md, by what is to be shown. */
export const GUIDE_CASES: Readonly<Record<string, GuideCase>> = {
  'wrapped.js gives each event to its own handler, and drops who is nobody': {
    path: 'wrapped.js',
    events: [TRACK, PAGE, { ...TRACK, userId: undefined }],
    ended: [
      delivered({ returned: { tracked: 'Signed Up' } }),
      delivered({ returned: { viewed: 'Pricing' } }),
      failed('filtered', { message: 'DropEvent: nobody is signed in' }),
    ],
  },
  'statuses.js delivers what is taken': {
    path: 'statuses.js',
    events: [IDENTIFY],
    respond: [{ method: 'PUT', url: 'https://api.acme.example/contacts', status: 201 }],
    ended: [delivered({ requests: [{ body: '{"id":"ada","plan":"free","city":"London"}' }] })],
  },
  'statuses.js waits as long as it is asked to': {
    path: 'statuses.js',
    events: [IDENTIFY],
    respond: [{ status: 429, headers: { 'Retry-After': '30' } }],
    ended: [failed('retry', { retryAfterMs: 30_000 })],
  },
  'statuses.js has what may be better in a while sent again': {
    path: 'statuses.js',
    events: [IDENTIFY],
    respond: [{ status: 502 }],
    ended: [failed('retry')],
  },
  'statuses.js rejects what the partner can not use': {
    path: 'statuses.js',
    events: [IDENTIFY],
    respond: [{ status: 422, body: 'no such plan' }],
    ended: [failed('message_rejected', { message: 'InvalidEventPayload: no such plan' })],
  },
  'statuses.js fails for good where that changes nothing': {
    path: 'statuses.js',
    events: [IDENTIFY, TRACK],
    respond: [{ status: 403 }],
    ended: [failed('bad_request'), failed('unsupported_event_type')],
  },
  'statuses.js has an event sent again that no answer came for': {
    path: 'statuses.js',
    events: [IDENTIFY],
    respond: [],
    ended: [failed('network_error')],
  },
  'crm maps traits as its customer says': {
    path: 'crm',
    events: [IDENTIFY],
    settings: { apiKey: 'key-1234', lists: ['news'], fields: { city: 'town' } },
    respond: [{ status: 200 }],
    ended: [
      delivered({
        requests: [
          { body: '{"id":"ada","lists":["news"],"town":"London"}', headers: { authorization: '[redacted]' } },
        ],
      }),
    ],
  },
  'crm leaves out who does not pay': {
    path: 'crm',
    events: [IDENTIFY],
    settings: { apiKey: 'key-1234', onlyPaying: true },
    ended: [failed('filtered')],
  },
  'crm is not run without its key': {
    path: 'crm',
    events: [IDENTIFY],
    ended: [failed('invalid_settings', { message: 'Setting "apiKey" (API key) is missing' })],
  },
  'patient.js asks for the profile': {
    path: 'patient.js',
    events: [TRACK],
    respond: [{ url: 'https://profiles.acme.example/ada', status: 200, body: { city: 'London' } }],
    ended: [delivered({ returned: { event: 'Signed Up', city: 'London' } })],
  },
  'patient.js does without one': {
    path: 'patient.js',
    events: [TRACK],
    respond: [],
    ended: [delivered({ returned: { event: 'Signed Up', city: 'unknown' } })],
  },
  'upload.js uploads a file': {
    path: 'upload.js',
    events: [TRACK],
    respond: [{ status: 201 }],
    ended: [
      delivered({
        requests: [
          {
            headers: { 'content-type': expect.stringMatching(/^multipart\/form-data; ?boundary=/) },
            body: expect.stringContaining('filename="event.json"'),
          },
        ],
      }),
    ],
  },
  'load.js sends all in one request': {
    path: 'load.js',
    events: [TRACK, PAGE],
    respond: [{ status: 200 }],
    ended: [delivered({ requests: [{ body: JSON.stringify([TRACK, PAGE]) }] }), delivered()],
  },
  'load.js fails for all': {
    path: 'load.js',
    events: [TRACK, PAGE],
    respond: [{ status: 500 }],
    ended: [failed('retry'), failed('retry')],
  },
  'partial.js says of each how it went': {
    path: 'partial.js',
    events: [TRACK, PAGE, IDENTIFY],
    respond: [
      {
        status: 200,
        body: { results: [{ status: 200 }, { status: 400, reason: 'no name' }, { status: 503 }] },
      },
    ],
    ended: [
      delivered(),
      failed('bad_request', { message: 'no name' }),
      failed('retry', { message: 'status 503' }),
    ],
  },
  'partial.js passes one status on for all': {
    path: 'partial.js',
    events: [TRACK, PAGE],
    respond: [{ status: 429 }],
    ended: [failed('retry'), failed('retry')],
  },
  'token.js fetches a token once': {
    path: 'token.js',
    events: [TRACK, TRACK],
    settings: { apiKey: 'key-1234' },
    respond: [
      { url: '*/token', status: 200, body: 't-1' },
      { url: '*/events', status: 201 },
    ],
    ended: [
      delivered({
        requests: [{ url: expect.stringMatching('token$') }, { url: expect.stringMatching('events$') }],
      }),
      delivered({ requests: [{ url: expect.stringMatching('events$') }] }),
    ],
  },
  'token.js fetches another one when one is refused': {
    path: 'token.js',
    events: [TRACK, TRACK],
    settings: { apiKey: 'key-1234' },
    respond: [
      { url: '*/token', status: 200, body: 't-1' },
      { url: '*/events', status: 401 },
    ],
    ended: [
      { ...failed('retry'), recording: { requests: [{}, {}] } },
      { ...failed('retry'), recording: { requests: [{}, {}] } },
    ],
  },
  'signed.js signs what it sends, and hides whose it is': {
    path: 'signed.js',
    events: [{ ...TRACK, properties: { email: ' Ada@example.com' } }],
    settings: { apiKey: 'key-1234' },
    respond: [{ status: 200 }],
    ended: [delivered({ requests: [signedRequest()] })],
  },
  'typed is a module with a package, a file and JSON': {
    path: 'typed',
    events: [TRACK, { ...TRACK, properties: { plan: 'toString' } }, { ...TRACK, properties: {} }],
    ended: [
      delivered({ returned: { price: 20 } }),
      delivered({ returned: { price: 0 } }),
      failed('message_rejected', { message: 'InvalidEventPayload: properties.plan is missing' }),
    ],
  },
  'packaged.js finds lodash and moment': {
    path: 'packaged.js',
    events: [TRACK],
    ended: [delivered({ returned: { plan: 'Pro', until: 'December 24, 2026' } })],
  },
};

function signedRequest(): object {
  const email = createHash('sha256').update('ada@example.com').digest('hex');
  const body = JSON.stringify({ did: 'Signed Up', email });
  const signature = createHmac('sha256', 'key-1234').update(body).digest('base64');
  return { body, headers: { 'x-signature': signature } };
}
