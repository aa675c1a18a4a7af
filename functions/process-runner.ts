import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProcessRunner } from '../runtime/runner/process/process-runner.ts';
import { readList, readText } from './environment.ts';
import { VARIABLES } from './variables.ts';

const codeFolder = readText(process.env, VARIABLES.codeFolder);

/** Whose child starts as soon as this is loaded; `child.js` and `guest.js` stand beside the function's code. */
export const runner = createProcessRunner({
  childPath: join(codeFolder, 'child.js'),
  guestSource: readFileSync(join(codeFolder, 'guest.js'), 'utf8'),
  allowPrivateNetwork: readList(process.env, VARIABLES.allowPrivateNetwork),
});
