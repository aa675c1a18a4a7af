import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { buildGuest } from '../../runtime/bundle/build-guest.ts';
import type { ProcessRunner } from '../../runtime/runner/process/process-runner.ts';
import { createProcessRunner } from '../../runtime/runner/process/process-runner.ts';
import { aProgramSource } from '../support/builders.ts';
import { Partner } from '../support/partner.ts';
import { Pipeline } from '../support/pipeline.ts';

const childPath = join(import.meta.dirname, '../../runtime/runner/process/child/main.ts');
const EVENTS = 120;
const numbers = Array.from({ length: EVENTS }, (_, n) => n);

let partner: Partner;
let runner: ProcessRunner;
let pipeline: Pipeline;

beforeEach(async () => {
  partner = await Partner.start();
  runner = createProcessRunner({ childPath, guestSource: await buildGuest(), allowPrivateNetwork: 'all' });
  pipeline = await Pipeline.start(runner);
});
afterEach(async () => {
  await pipeline[Symbol.asyncDispose]();
  await runner.dispose();
  await partner.close();
});

/** A handler that hands each event's number to the partner, after what `before` does. */
function handler(before = ''): string {
  return `async function onTrack(event) {
    const { n } = event.properties;
    ${before}
    const response = await fetch('${partner.url}/' + n, { method: 'POST', body: JSON.stringify(event) });
    if (response.status >= 500) throw new RetryError('partner answered ' + response.status);
    await response.text();
  }`;
}

async function sendAll(): Promise<void> {
  const events = numbers.map((n) => ({ type: 'track', messageId: `m${n}`, properties: { n } }));
  for (let from = 0; from < EVENTS; from += 40) {
    await pipeline.send({ writeKey: 'wk_web', batch: events.slice(from, from + 40) });
  }
}

/** How often the partner was asked to take each event. */
function seen(): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { path } of partner.requests) {
    const number = Number(path.slice(1));
    counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  return counts;
}

function duplicates(): number {
  return partner.requests.length - seen().size;
}

function failedAttempts(): readonly unknown[] {
  return pipeline.lines.filter((each) => each.event === 'attempt-failed').map((each) => each.fields['code']);
}

function killChild(): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const isOurs = readFileSync(`/proc/${pid}/status`, 'utf8').includes(`PPid:\t${process.pid}\n`);
      const isChild = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(childPath);
      if (isOurs && isChild) process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It ended while we looked.
    }
  }
}

describe('the pipeline with the real sandbox', () => {
  test('brings events to the partner’s server', async () => {
    await pipeline.addDestination('acme', { code: handler() });
    await sendAll();
    await pipeline.drain();
    expect(Array.from(seen().keys()).sort((a, b) => a - b)).toEqual(numbers);
    expect(duplicates()).toBe(0);
    expect(JSON.parse(partner.requests[0]?.body ?? '')).toMatchObject({
      type: 'track',
      receivedAt: expect.any(String),
    });
  });

  test('loses nothing when the child is killed in mid-batch, and counts no delivery as failed', async () => {
    await pipeline.addDestination('acme', { code: handler() });
    partner.answer = (_, count) => {
      if (count === 30) killChild();
      return {};
    };
    await sendAll();
    await pipeline.drain();
    expect(Array.from(seen().keys()).sort((a, b) => a - b)).toEqual(numbers);
    expect(failedAttempts()).toEqual([]);
    expect(await pipeline.deadLetters()).toEqual([]);
    // What was under way when the child died is run once more.
    expect(duplicates()).toBeLessThanOrEqual(EVENTS);
  });

  test('keeps the one delivery that ends its process, and delivers those beside it', async () => {
    const code = handler('if (n === 66) new Array(1e9).fill(n);');
    await pipeline.addDestination('acme', { code });
    await sendAll();
    await pipeline.drain();
    expect(Array.from(seen().keys()).sort((a, b) => a - b)).toEqual(numbers.filter((n) => n !== 66));
    const [letter, ...others] = await pipeline.deadLetters();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      code: 'quarantined',
      attempts: 2,
      delivery: { messageId: 'm66', childDeaths: 2 },
    });
    // The first may have met its deadline while it filled the memory.
    expect(failedAttempts()).toEqual([expect.any(String), 'quarantined']);
  });

  test('tries again what a partner breaks off, before it answers or half-way', async () => {
    await pipeline.addDestination('acme', { code: handler() });
    const broken = new Set<string>();
    partner.answer = ({ path }) => {
      const n = Number(path.slice(1));
      if (n % 10 !== 0 || broken.has(path)) return {};
      broken.add(path);
      return { kind: 'reset', when: n % 20 === 0 ? 'half-way' : 'at once' };
    };
    await sendAll();
    await pipeline.drain();
    expect(Array.from(seen().keys()).sort((a, b) => a - b)).toEqual(numbers);
    expect(new Set(failedAttempts())).toEqual(new Set(['network_error']));
    expect(failedAttempts()).toHaveLength(12);
    expect(duplicates()).toBe(12);
    expect(await pipeline.deadLetters()).toEqual([]);
  });

  test('waits no longer for a partner that hangs than the function may, and delivers what is beside it', async () => {
    partner.answer = ({ path }) => (path === '/7' && seen().get(7) === 1 ? { kind: 'hang' } : {});
    const { manifest } = aProgramSource();
    const limits = { ...manifest.limits, timeoutMs: 2_000 };
    await pipeline.addDestination('acme', { code: handler(), manifest: { ...manifest, limits } });
    await sendAll();
    await pipeline.drain();
    expect(Array.from(seen().keys()).sort((a, b) => a - b)).toEqual(numbers);
    expect(failedAttempts()).toEqual(['gateway_timeout']);
  });
});
