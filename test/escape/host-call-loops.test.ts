import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aJob, endings } from '../runtime/runner/a-job.ts';
import { Partner } from '../support/partner.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

let partner: Partner;
beforeAll(async () => {
  partner = await Partner.start();
});
afterAll(() => partner.close());

const ATTACKS: readonly (readonly [what: string, statements: string])[] = [
  [
    'keys',
    "for (;;) await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-521' }, true, ['sign', 'verify']);",
  ],
  ['randomness', 'for (;;) crypto.getRandomValues(new Uint8Array(65_536));'],
  [
    'ciphers',
    "for (;;) crypto.createCipheriv('aes-256-cbc', Buffer.alloc(32), Buffer.alloc(16)).update(Buffer.alloc(9e5));",
  ],
];

// What the host does for a guest it does on the thread that all programs share. isolated-vm answers calls for as long as
// there are some: three programs that never stopped asking let nothing else run there, not even what would end them, until
// the parent killed the child.
test.each(ATTACKS)(
  'programs that ask the host for %s without end cost the others no child',
  async (what, statements) => {
    const limits = { timeoutMs: 1_500, cpuMs: 300 };
    const code = `async function onTrack() { await fetch('${partner.url}/${what}'); await new Promise((go) => setTimeout(go, 2_000)); }`;
    const healthy = hostile.run(aJob(code, { destinationId: 'dst_healthy', limits: { timeoutMs: 20_000 } }));
    const asked = (): number => partner.requests.filter(({ path }) => path === `/${what}`).length;
    await partner.until(() => asked() > 0);
    const greedy = ['one', 'two', 'three'].map((id) =>
      hostile.run(aJob(`async function onTrack() { ${statements} }`, { destinationId: `dst_${id}`, limits })),
    );
    const ended = (await Promise.all(greedy)).flatMap(endings);
    expect(ended).toEqual(['gateway_timeout', 'gateway_timeout', 'gateway_timeout']);
    expect(endings(await healthy)).toEqual(['delivered']);
    // Had the child died, this would have run again.
    expect(asked()).toBe(1);
  },
);
