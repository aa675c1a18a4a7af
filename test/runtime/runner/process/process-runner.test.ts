import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { buildGuest } from '../../../../runtime/bundle/build-guest.ts';
import type { ProcessRunner } from '../../../../runtime/runner/process/process-runner.ts';
import { createProcessRunner } from '../../../../runtime/runner/process/process-runner.ts';
import { Partner } from '../../../support/partner.ts';
import { childPath, childPids, onlyChildPid } from './child-pids.ts';
import { aJob, endings, eventsNamed, only } from '../a-job.ts';
import { describeRunner } from '../describe-runner.ts';

async function makeRunner(): Promise<ProcessRunner> {
  return createProcessRunner({ childPath, guestSource: await buildGuest(), allowPrivateNetwork: 'all' });
}

describeRunner('the process runner', makeRunner);

describe('the child of a process runner', () => {
  let runner: ProcessRunner;
  beforeEach(async () => {
    runner = await makeRunner();
  });
  afterEach(() => runner.dispose());

  test('has an empty environment and an empty working directory', async () => {
    await runner.run(aJob('async function onTrack() {}'));
    const pid = onlyChildPid();
    const variables = readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .filter((each) => each !== '');
    // The shell that limits the child sets these two itself.
    expect(variables.filter((each) => !/^(?:PWD|OLDPWD|_|SHLVL)=/.test(each))).toEqual([]);
    expect(readdirSync(`/proc/${pid}/cwd`)).toEqual([]);
    expect(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8').trim()).toBe('1000');
    expect(readFileSync(`/proc/${pid}/limits`, 'utf8')).toMatch(/Max core file size +0 +0/);
  });

  test('that is killed in mid-batch costs no delivery an attempt', async () => {
    await using partner = await Partner.start();
    let killed = false;
    partner.answer = () => {
      if (!killed) {
        killed = true;
        process.kill(onlyChildPid(), 'SIGKILL');
      }
      return {};
    };
    const code = `async function onTrack() { await fetch('http://127.0.0.1:${partner.port}/'); }`;
    const names = Array.from({ length: 60 }, (_, index) => `${index}`);
    const results = await runner.run(aJob(code, { events: eventsNamed(...names) }));
    expect(new Set(endings(results))).toEqual(new Set(['delivered']));
  });

  // One by one, and nothing else in the child meanwhile, 300 deliveries to a slow partner took two minutes.
  test('that is killed has what was under way run again side by side', async () => {
    await using partner = await Partner.start();
    const [both, killed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    partner.answer = async (_, seen) => {
      if (seen === 4) {
        process.kill(onlyChildPid(), 'SIGKILL');
        killed.resolve();
      }
      if (seen === 6) both.resolve();
      await (seen > 4 ? both.promise : killed.promise);
      return {};
    };
    const code = `async function onTrack() { await fetch('http://127.0.0.1:${partner.port}/'); }`;
    const results = await runner.run(aJob(code, { events: eventsNamed('a', 'b', 'c', 'd') }));
    expect(endings(results)).toEqual(['delivered', 'delivered', 'delivered', 'delivered']);
  });

  test('that a program ends costs the programs beside it nothing', async () => {
    const deadly = aJob('async function onTrack() { new Array(1e9).fill(1); }', {
      destinationId: 'dst_deadly',
      limits: { timeoutMs: 20_000, cpuMs: 5_000, memoryMb: 64 },
    });
    const healthy = aJob('async function onTrack() { await new Promise((go) => setTimeout(go, 20)); }', {
      events: eventsNamed('a', 'b', 'c'),
    });
    const [died, ...others] = await Promise.all([
      runner.run(deadly),
      runner.run(healthy),
      runner.run(healthy),
    ]);
    expect(only(died).outcome).toMatchObject({ code: 'memory_limit_exceeded', childDied: true });
    expect(others.flatMap(endings)).toEqual(Array.from({ length: 6 }, () => 'delivered'));
  });

  // One by one, in the child of all, they kept everybody waiting.
  test('that may have been ended by one of several is not held up while they run in a spare one', async () => {
    await using partner = await Partner.start();
    const held = Promise.withResolvers<void>();
    const kills = (): void => {
      for (const pid of childPids()) process.kill(pid, 'SIGKILL');
    };
    // Two events wait together, then alone; each time the child is killed. After that the first waits in the spare one.
    partner.answer = async (_, seen) => {
      if (seen === 2 || seen === 4) kills();
      if (seen > 4) await held.promise;
      else await new Promise(() => {});
      return {};
    };
    const limits = { timeoutMs: 30_000 };
    const waits = `async function onTrack() { await fetch('${partner.url}/'); }`;
    const suspects = runner.run(aJob(waits, { limits, events: eventsNamed('a', 'b') }));
    await partner.until(({ requests }) => requests.length === 5);
    expect(
      endings(await runner.run(aJob('async function onTrack() {}', { destinationId: 'dst_other' }))),
    ).toEqual(['delivered']);
    held.resolve();
    expect(endings(await suspects)).toEqual(['delivered', 'delivered']);
    await runner.run(aJob('async function onTrack() {}'));
    expect(childPids()).toHaveLength(1);
  });

  // A healthy delivery was blamed with `memory_limit_exceeded` for what idle programs held.
  test('may hold what programs took that have ended while others go on', async () => {
    await using partner = await Partner.start();
    const answer = Promise.withResolvers<void>();
    partner.answer = async () => {
      await answer.promise;
      return {};
    };
    const limits = { memoryMb: 64, timeoutMs: 30_000 };
    const waits = `async function onTrack() { await fetch('http://127.0.0.1:${partner.port}/'); }`;
    const going = runner.run(aJob(waits, { limits, alone: true }));
    const keeps = 'let kept; async function onTrack() { kept = new Array(5e6).fill(0.5); }';
    for (let index = 0; index < 12; index += 1) {
      await runner.run(aJob(keeps, { limits, destinationId: `dst_${index}` }));
    }
    answer.resolve();
    expect(endings(await going)).toEqual(['delivered']);
    expect(partner.requests).toHaveLength(1);
  });

  test('is started again for the next job', async () => {
    await runner.run(aJob('async function onTrack() {}'));
    const before = onlyChildPid();
    process.kill(before, 'SIGKILL');
    expect(endings(await runner.run(aJob('async function onTrack() {}')))).toEqual(['delivered']);
    expect(onlyChildPid()).not.toBe(before);
  });

  test('is gone when the runner is disposed of', async () => {
    await runner.run(aJob('async function onTrack() {}'));
    await runner.dispose();
    expect(childPids()).toEqual([]);
  });

  test("is not of its parent's process group, which Ctrl-C in a terminal ends", async () => {
    await runner.run(aJob('async function onTrack() {}'));
    const groupOf = (pid: number): string | undefined =>
      readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[4];
    expect(groupOf(onlyChildPid())).not.toBe(groupOf(process.pid));
  });

  test('leaves with its working directory when its parent is killed', async () => {
    const parent = spawn(
      process.execPath,
      [join(import.meta.dirname, '../../../fixtures/children/parent.ts')],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [folder] = (await once(parent.stdout.setEncoding('utf8'), 'data')) as [string];
    expect(existsSync(folder)).toBe(true);
    const watcher = watch(dirname(folder));
    const removed = new Promise<void>((resolve) => {
      watcher.on('change', () => {
        if (!existsSync(folder)) resolve();
      });
    });
    parent.kill('SIGKILL');
    await removed;
    watcher.close();
  });

  test('closes idle connections when the invocation is over', async () => {
    await using partner = await Partner.start();
    const job = aJob(
      `async function onTrack() { await (await fetch('http://127.0.0.1:${partner.port}/')).text(); }`,
    );
    await runner.run(job);
    await runner.rest();
    await partner.until(() => partner.openConnections === 0);
    expect(endings(await runner.run(job))).toEqual(['delivered']);
  });
});

test('a process runner whose child cannot start says why', async () => {
  const runner = createProcessRunner({ childPath: '/nowhere/main.ts', guestSource: '' });
  await expect(runner.run(aJob('async function onTrack() {}'))).rejects.toThrow(
    /^Cannot start the runner's child: .*Cannot find module/s,
  );
  await runner.dispose();
});

test('a process runner outlives a child that speaks nonsense', async () => {
  const nonsense = join(import.meta.dirname, '../../../fixtures/children/speaks-nonsense.mjs');
  const runner = createProcessRunner({ childPath: nonsense, guestSource: '' });
  await expect(runner.run(aJob('async function onTrack() {}'))).rejects.toThrow(
    /^Cannot start the runner's child: .*Cannot read a frame: its length is 4294967295/s,
  );
  await runner.dispose();
});
