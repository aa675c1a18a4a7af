// Before all else: the child starts while the rest is loaded.
import { runner } from '../process-runner.ts';
import { openDispatcher } from './open-dispatcher.ts';

/** The dispatcher that runs functions in a child process of its own: for code that one would run oneself. */
export const handler = openDispatcher(process.env, () => runner);
