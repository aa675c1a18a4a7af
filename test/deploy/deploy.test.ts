import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DeadLetter } from '../../runtime/contract/dead-letter.ts';
import { encodeDeliveries } from '../../runtime/contract/delivery-message.ts';
import { DEFAULT_RETRY_POLICY } from '../../runtime/contract/retry-policy.ts';
import { aDelivery, anEvent, anSqsEvent, aRecord, aShared } from '../support/builders.ts';
import type { PartnerRequest } from '../support/partner.ts';
import { Partner } from '../support/partner.ts';
import { bootstrap, deploy } from './support/deploy.ts';
import { DeployedSluice } from './support/deployed-sluice.ts';
import { Emulator } from './support/emulator.ts';
import { eventually } from './support/eventually.ts';
import { EventFlow } from './support/event-flow.ts';
import { childrenOf, environmentOf, processesOf } from './support/function-processes.ts';
import { fillPermissionGaps } from './support/fill-permission-gaps.ts';
import { redriveAll } from './support/redrive-all.ts';
import { trustCertificate } from './support/trust-certificate.ts';

const FUNCTIONS = join(import.meta.dirname, '../fixtures/deployed');
const ACME = join(FUNCTIONS, 'acme.js');
/** Retries at once, as often as need be. */
const RETRY = { ...DEFAULT_RETRY_POLICY, firstDelayMs: 500, maxDelayMs: 1_000 };
const SETUP_MS = 600_000;

describe('the deployed app', () => {
  let partner: Partner;
  let emulator: Emulator;
  let sluice: DeployedSluice;

  beforeAll(async () => {
    trustCertificate();
    partner = await Partner.start();
    emulator = await Emulator.start();
    await bootstrap(emulator);
    const outputs = await deploy(emulator, { allowPrivateNetwork: partner.host });
    await fillPermissionGaps(emulator, outputs);
    sluice = new DeployedSluice(emulator, outputs);
    const settings = { url: partner.url, apiKey: 's3cret' };
    await sluice.connect({ name: 'Acme', writeKey: 'wk_acme', path: ACME, settings, retry: RETRY });
    for (const [name, path] of [
      ['Glutton', 'glutton'],
      ['Saboteur', 'saboteur.js'],
      ['Explorer', 'explorer'],
    ] as const) {
      const writeKey = `wk_${name.toLowerCase()}`;
      await sluice.connect({
        name,
        writeKey,
        path: join(FUNCTIONS, path),
        settings: { url: partner.url, apiKey: `key of ${name}` },
        retry: RETRY,
      });
    }
  }, SETUP_MS);

  afterAll(async () => {
    sluice?.[Symbol.dispose]();
    await emulator?.[Symbol.asyncDispose]();
    await partner?.close();
  });

  test('an event that is sent to the queue reaches the partner, with the settings that were sealed', async () => {
    await sluice.send([anEvent({ writeKey: 'wk_acme', event: 'hello', messageId: 'first' })]);
    await partner.until(() => at('/hello').length > 0);
    expect(at('/hello')[0]?.headers.authorization).toBe('Bearer s3cret');
    expect(messageIdsAt('/hello')).toEqual(['first']);
  });

  test('an event with a wrong write key is filed with its reason', async () => {
    await sluice.send([anEvent({ writeKey: 'wk_nobody', event: 'lost' })]);
    const rejected = await eventually(() => firstOf(sluice.rejectedEvents.list()));
    expect(rejected).toMatchObject({ reason: 'writeKey: is of no source', sourceId: null });
    expect(at('/lost')).toEqual([]);
  });

  test('a delivery that the partner is too busy for is tried again', async () => {
    partner.answer = (request) => (at(request.path).length < 3 ? { status: 503 } : {});
    await sluice.send([anEvent({ writeKey: 'wk_acme', event: 'busy', messageId: 'patient' })]);
    await partner.until(() => at('/busy').length === 3);
    expect(messageIdsAt('/busy')).toEqual(['patient', 'patient', 'patient']);
  });

  test('a delivery that is given up is kept, and redriven when the cause is mended', async () => {
    partner.answer = () => ({ status: 400 });
    await sluice.send([anEvent({ writeKey: 'wk_acme', event: 'refused', messageId: 'kept' })]);
    const letter = await eventually(() => deadLetterOf('kept'));
    expect(letter).toMatchObject({ code: 'bad_request', attempts: 1, destinationId: 'dst_Acme' });
    expect(letter.message).toContain('the partner answered 400');

    partner.answer = () => ({});
    await redriveAll(emulator, sluice);
    await partner.until(() => at('/refused').length === 2);
    expect(messageIdsAt('/refused')).toEqual(['kept', 'kept']);
    expect(await deadLetterOf('kept')).toBeNull();
  });

  test('a function that is invoked by hand reports the message that is none, and delivers the others', async () => {
    const [encoded] = encodeDeliveries(aShared({ destinationId: 'dst_Acme' }), [
      aDelivery({ eventText: JSON.stringify(anEvent({ event: 'by-hand', messageId: 'handed' })) }),
    ]);
    const report = await sluice.invoke(
      sluice.output('StreamDispatcherFunctionName'),
      anSqsEvent(
        aRecord(encoded?.body ?? '', { messageId: 'good', attribute: encoded?.attribute ?? '' }),
        aRecord('no delivery', { messageId: 'bad' }),
      ),
    );
    expect(report).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] });
    expect(messageIdsAt('/by-hand')).toEqual(['handed']);
  });

  test('a delivery that kills its child costs its neighbours nothing, and is kept when it does so again', async () => {
    const appetiteOf = (index: number): string => (index === 4 ? 'endless' : 'small');
    const batch = Array.from({ length: 12 }, (_, index) =>
      anEvent({ messageId: `meal-${index}`, properties: { appetite: appetiteOf(index) } }),
    );
    await sluice.send([{ writeKey: 'wk_glutton', batch }]);
    const letter = await eventually(() => deadLetterOf('meal-4'));
    expect(letter).toMatchObject({ code: 'quarantined', attempts: 2 });
    const others = batch.map(({ messageId }) => messageId).filter((id) => id !== 'meal-4');
    expect(new Set(messageIdsAt('/glutton'))).toEqual(new Set(others));
  });

  test('a delivery that kills all that runs it costs its neighbours nothing, and is kept when it does so again', async () => {
    const runner = sluice.output('RunnerFunctionName');
    partner.answer = ({ path, body }) => {
      if (path === '/saboteur' && body.includes('bomb')) kill(processesOf(runner));
      return {};
    };
    const batch = Array.from({ length: 12 }, (_, index) =>
      anEvent({ messageId: index === 7 ? 'bomb' : `bystander-${index}` }),
    );
    await sluice.send([{ writeKey: 'wk_saboteur', batch }]);
    const letter = await eventually(() => deadLetterOf('bomb'));
    expect(letter).toMatchObject({ code: 'quarantined', attempts: 2, delivery: { childDeaths: 2 } });
    expect(letter.delivery.history.map(({ code }) => code)).toEqual(['memory_limit_exceeded', 'quarantined']);
    expect(new Set(messageIdsAt('/saboteur'))).toEqual(new Set(batch.map(({ messageId }) => messageId)));
    partner.answer = () => ({});
  });

  test('a function runs in a child of the runner, never of the dispatcher that holds credentials', async () => {
    await sluice.send([anEvent({ writeKey: 'wk_acme', event: 'where', messageId: 'where' })]);
    await partner.until(() => at('/where').length > 0);
    const dispatchers = processesOf(sluice.output('StreamDispatcherFunctionName'));
    expect(dispatchers.length).toBeGreaterThan(0);
    expect(dispatchers.flatMap(childrenOf)).toEqual([]);
    const runners = processesOf(sluice.output('RunnerFunctionName'));
    expect(runners.flatMap(childrenOf).length).toBeGreaterThan(0);
  });

  test('a function that prints all it can reach shows nothing of the process around it', async () => {
    await sluice.send([anEvent({ writeKey: 'wk_explorer', event: 'all', messageId: 'explorer' })]);
    await partner.until(() => at('/explored').length > 0);
    const lines = at('/explorer').flatMap(({ body }) => JSON.parse(body) as readonly string[]);
    expect(lines).toHaveLength((JSON.parse(at('/explored')[0]?.body ?? '') as { lines: number }).lines);
    // It did look around: at itself, its settings, its own stack.
    const said = lines.join('\n');
    expect(said).toContain('settings.apiKey = key of Explorer');
    expect(said).toContain('globalThis.fetch');

    const runners = processesOf(sluice.output('RunnerFunctionName'));
    const around = [...runners, ...runners.flatMap(childrenOf)];
    const hidden = around
      .flatMap((pid) => namedBy(environmentOf(pid)))
      // It knows this from its settings.
      .filter((text) => !partner.url.includes(text));
    expect(hidden.length).toBeGreaterThan(20);
    expect(hidden.filter((text) => said.includes(text))).toEqual([]);
    expect(said).not.toMatch(
      /X-Amz-|s3cret|key of (?:Glutton|Saboteur)|ministack|child\.js|\/proc\/(?!self\/environ)/,
    );
    for (const door of lines.filter((line) => /^(?:http|file):/.test(line)))
      expect(door).toMatch(/: TypeError/);
  });

  test('nothing is lost when a function and the code of the stages change while events flow', async () => {
    const dispatcher = sluice.output('StreamDispatcherFunctionName');
    const codeBefore = await sluice.codeHash(dispatcher);
    // The emulator ends a function's running invocations when its code changes, where AWS lets them end by themselves: a harder
    // test, whose messages are not to be waited for as long as in production.
    await sluice.setVisibility(10);
    const flow = new EventFlow(partner, (envelopes) => sluice.send(envelopes));
    const flowing = flow.run({ writeKey: 'wk_acme', event: 'flow' });

    await partner.until(() => flow.versionsSeen.has(1));
    await sluice.publish('Acme', join(FUNCTIONS, 'acme-2.js'));
    await deploy(emulator, { allowPrivateNetwork: partner.host, release: 'second' });
    expect(await sluice.codeHash(dispatcher)).not.toBe(codeBefore);
    const sentBefore = flow.sent;
    await partner.until(() => flow.versionsSeen.has(2) && flow.sent > sentBefore + 100);
    flow.stop();
    await flowing;

    await partner.until(() => flow.outstanding === 0);
    expect(flow.sent).toBeGreaterThan(100);
  });

  function at(path: string): readonly PartnerRequest[] {
    return partner.requests.filter((request) => request.path === path);
  }

  function messageIdsAt(path: string): readonly string[] {
    return at(path).map(({ body }) => (JSON.parse(body) as { readonly messageId: string }).messageId);
  }

  async function deadLetterOf(messageId: string): Promise<DeadLetter | null> {
    for await (const letter of sluice.deadLetters.list()) {
      if (letter.delivery.messageId === messageId) return letter;
    }
    return null;
  }
});

function kill(pids: readonly number[]): void {
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

/** The names and values of an environment that no text holds by chance. */
function namedBy(environment: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(environment)
    .flat()
    .filter((text) => text.length >= 8);
}

async function firstOf<Item>(items: AsyncIterable<Item>): Promise<Item | null> {
  for await (const item of items) return item;
  return null;
}
