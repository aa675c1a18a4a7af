import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Partner } from '../support/partner.ts';
import { HoldingPartner } from './holding-partner.ts';
import { LocalPlatform } from './local-platform.ts';
import { aTrack, aWorkspace, messageIdOf, messageIdsOf } from './workspace.ts';

const COUNT = 500;
const IDS = Array.from({ length: COUNT }, (_, index) => `m${String(index).padStart(3, '0')}`);
/** Longer than any test waits, so that nothing but the fault ends an attempt. */
const SLOW_TO_GIVE_UP = { name: 'Acme', entry: 'index.js', limits: { timeoutMs: 30_000 } };
/** Events that the partner takes before it holds its answers back. */
const TAKEN_FIRST = 50;
/** Requests that it has seen when the fault comes: what ten invocations hold, be their messages as small as they may. */
const UNDER_WAY = TAKEN_FIRST + 30;
const RUNNER_CHILD = 'runner/process/child/main';

/** The process that runs the functions: of the platform's children, not the one that builds them. */
function runnerChildOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  const found = children.find((each) => readFileSync(`/proc/${each}/cmdline`, 'utf8').includes(RUNNER_CHILD));
  if (found === undefined) throw new Error(`Process ${pid} has no child that runs functions`);
  return Number(found);
}

/** What was taken before the fault may have been taken again, since nobody lived to tell; once, and nothing else was. */
function expectOnceMore(taken: readonly string[], before: ReadonlySet<string>): void {
  const again = taken.filter((id, index) => taken.indexOf(id) !== index);
  expect(again.filter((id, index) => !before.has(id) || again.indexOf(id) !== index)).toEqual([]);
}

async function aPatientWorkspace(partner: HoldingPartner) {
  const folder = await aWorkspace(partner, { function: './acme' });
  await folder.write('acme/destination.json', SLOW_TO_GIVE_UP);
  await folder.write('acme/index.js', readFileSync(`${folder.path}/acme.js`, 'utf8'));
  return folder;
}

describe.each([
  ['singly', 1],
  ['in batches of 50', 50],
])('sluice up, with events sent %s', (_, size) => {
  const messages = Array.from({ length: COUNT / size }, (__, index) => ({
    writeKey: 'wk_web',
    batch: IDS.slice(index * size, (index + 1) * size).map((id) => aTrack(id)),
  }));

  test('loses nothing when the process that runs the functions is killed in mid-batch', async () => {
    await using partner = await HoldingPartner.start(TAKEN_FIRST);
    await using folder = await aPatientWorkspace(partner);
    await using platform = await LocalPlatform.start(folder);
    await platform.sendMany(messages);
    await platform.untilRouted();
    await partner.until(({ requests }) => requests >= UNDER_WAY);
    process.kill(runnerChildOf(platform.pid), 'SIGKILL');
    await partner.until(({ repeats }) => repeats > 0);
    const before = new Set(partner.taken);
    partner.release();

    await partner.until(({ taken }) => new Set(taken).size === COUNT);
    expect(await platform.end()).toEqual({ status: 0, signal: null });
    expect(platform.failedAttempts).toEqual([]);
    expectOnceMore(partner.taken, before);
  });

  test('loses nothing when it is killed with 500 deliveries under way', async () => {
    await using partner = await HoldingPartner.start(TAKEN_FIRST);
    await using folder = await aPatientWorkspace(partner);
    await using killed = await LocalPlatform.start(folder);
    await killed.sendMany(messages);
    await killed.untilRouted();
    await partner.until(({ requests }) => requests >= UNDER_WAY);
    expect(await killed.end('SIGKILL')).toEqual({ status: null, signal: 'SIGKILL' });
    const before = new Set(partner.taken);

    await using platform = await LocalPlatform.start(folder);
    partner.release();
    await partner.until(({ taken }) => new Set(taken).size === COUNT);
    expect(await platform.end()).toEqual({ status: 0, signal: null });
    expect(platform.failedAttempts).toEqual([]);
    expectOnceMore(partner.taken, before);
  });
});

describe('sluice up', () => {
  test.each(['at once', 'half-way'] as const)(
    'tries again where a partner resets connections %s',
    async (when) => {
      const ids = IDS.slice(0, 100);
      await using partner = await Partner.start((_, seen) => (seen % 2 === 0 ? { kind: 'reset', when } : {}));
      await using folder = await aWorkspace(partner);
      await using platform = await LocalPlatform.start(folder);
      await platform.sendMany(ids.map((id) => aTrack(id)));
      await partner.until(({ requests }) => {
        const taken = requests.filter((__, index) => index % 2 === 0).map(messageIdOf);
        return new Set(taken).size === ids.length;
      });
      await platform.end();
      expect(platform.stderr).toContain('code=network_error disposition=retry');
      expect(platform.stderr).not.toContain('disposition=dead-letter');
      expect(new Set(messageIdsOf(partner))).toEqual(new Set(ids));
    },
  );
});
