import { connectHost } from '../../../runtime/guest/bridge/host-call.ts';
import { HostCalls } from '../../../runtime/sandbox/host-calls/host-calls.ts';

/** Has the guest's modules, loaded in Node as they are, call the real host without a limit. */
export function connectRealHost(): void {
  const calls = new HostCalls(() => {
    throw new Error('The calls of a test have no limit');
  });
  calls.allowUntil(Infinity);
  connectHost((text) => calls.answer(text));
}
