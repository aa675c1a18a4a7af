#!/usr/bin/env node
// Starts bin/sluice.ts under a Node that can run it. This file has to be read by older ones: nothing newer than Node 12
// knows belongs here.
import { spawn } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import { createRequire } from 'module';
import { dirname, join } from 'path';
import { fileURLToPath } from 'url';

const CANNOT_RUN = 2;
const FORWARDED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const folder = dirname(fileURLToPath(import.meta.url));
const entry = join(folder, 'sluice.ts');
const wanted = JSON.parse(readFileSync(join(folder, '..', 'package.json'), 'utf8')).engines.node;

if (satisfies(process.versions.node, wanted)) {
  import('./sluice.ts').catch(fail);
} else {
  const pinned = findPinnedNode();
  if (pinned === null) refuse();
  else runUnder(pinned);
}

/** Whether a version lies in a range like ">=24.21.0 <25", the only kind that our package.json uses. */
function satisfies(version, range) {
  return range.split(' ').every((bound) => {
    const order = compare(version, bound.replace(/^[<>=]+/, ''));
    if (bound.startsWith('>=')) return order >= 0;
    return bound.startsWith('<') ? order < 0 : order === 0;
  });
}

function compare(left, right) {
  const [a, b] = [left, right].map((each) => each.split('.').map(Number));
  for (const index of [0, 1, 2]) {
    const difference = (a[index] || 0) - (b[index] || 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The Node that npm installed beside Sluice, from the package "node". */
function findPinnedNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve('node/package.json');
    const name = process.platform === 'win32' ? 'node.exe' : 'node';
    const binary = join(dirname(manifest), 'bin', name);
    return existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}

function refuse() {
  process.stderr.write(
    `Cannot run sluice: it needs Node ${wanted}, this is ${process.version}\n` +
      'Run "npm ci" in its folder, which installs that Node beside it, or get it from https://nodejs.org\n',
  );
  process.exitCode = CANNOT_RUN;
}

/** Ends as the other Node ends: with its exit status, or by its signal. */
function runUnder(node) {
  const env = Object.assign({}, process.env, { SLUICE_LAUNCHER: String(process.pid) });
  const child = spawn(node, [entry].concat(process.argv.slice(2)), { stdio: 'inherit', env });
  const forward = (signal) => child.kill(signal);
  FORWARDED_SIGNALS.forEach((signal) => process.on(signal, forward));
  child.on('error', fail);
  child.on('exit', (status, signal) => {
    FORWARDED_SIGNALS.forEach((each) => process.removeListener(each, forward));
    if (signal === null) process.exitCode = status;
    else process.kill(process.pid, signal);
  });
}

function fail(error) {
  process.stderr.write(`Cannot run sluice: ${error.message}\n`);
  process.exitCode = CANNOT_RUN;
}
