import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './root.ts';
import { runCommand } from './run-command.ts';

const VERSION = '1.5.33';
/** Installed once, and again for another version; not tracked. */
const FOLDER = join(ROOT, `.venv/ministack-${VERSION}`);
/** Written when all is there, so that a broken installation is begun anew. */
const DONE = join(FOLDER, 'installed');

/**
 * Installs the emulator into a virtual environment of its own, where it isn't there yet.
 * @returns the path of its program
 * @throws Error when Python is missing or too old
 */
export async function installMinistack(): Promise<string> {
  if (!existsSync(DONE)) await install();
  return join(FOLDER, 'bin/ministack');
}

async function install(): Promise<void> {
  const environment = { ...process.env } as Record<string, string>;
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(join(ROOT, '.venv'), { recursive: true });
  await runCommand(
    'python3',
    ['-c', 'import sys; sys.exit(sys.version_info < (3, 10) and "Python 3.10 or newer is needed")'],
    environment,
  );
  await runCommand('python3', ['-m', 'venv', FOLDER], environment);
  await runCommand(
    join(FOLDER, 'bin/python'),
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `ministack==${VERSION}`],
    environment,
  );
  await writeFile(DONE, '');
}
