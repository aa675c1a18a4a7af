import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { processIdentity } from '../../../lib/local/process-identity.ts';

test('processIdentity() is the same for as long as a process lives', () => {
  expect(processIdentity(process.pid)).toBe(processIdentity(process.pid));
  expect(processIdentity(process.pid)).not.toBe(processIdentity(1));
});

// After a kill -9 in a container without an init, nothing could start on the folder again.
test('processIdentity() is null for a process that has ended and that nobody waits for', async () => {
  const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [said] = (await once(parent.stdout.setEncoding('utf8'), 'data')) as [string];
  const pid = Number(said);
  // The shell might still ask how its child ended; what it becomes never does.
  while (readFileSync(`/proc/${parent.pid}/comm`, 'utf8') !== 'sleep\n') await wait(5);
  process.kill(pid, 'SIGKILL');
  while (!readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')) await wait(5);
  expect(processIdentity(pid)).toBeNull();
  parent.kill();
});
