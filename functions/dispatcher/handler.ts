import { openDispatcher } from './open-dispatcher.ts';
import { openFunctionRunner } from './open-function-runner.ts';

/** The dispatcher as it is deployed unless told otherwise: it holds credentials, and runs no partner's code. */
export const handler = openDispatcher(process.env, (parts) => openFunctionRunner(process.env, parts));
