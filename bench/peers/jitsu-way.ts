import ivm from 'isolated-vm';
import { sideBySide } from '../../functions/side-by-side.ts';
import type { PeerEngine } from './engine.ts';

const MEMORY_MB = 128;
const TIMEOUT_MS = 5_000;
/** As many messages as it works on at once. */
const IN_FLIGHT = 10;

/** What surrounds the handler: gives it a deep copy of the event, and a context, as a chain of one function does. */
const WRAPPER = `
const copyOf = (value) => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  const copy = {};
  for (const [key, each] of Object.entries(value)) copy[key] = copyOf(each);
  return copy;
};
export async function runChain(event, context) {
  const results = [];
  for (const each of [event]) {
    const result = await handle(copyOf(each), { ...context, props: {} });
    results.push(result ?? each);
  }
  return results.length === 1 ? results[0] : results;
}`;

/** What its handlers learn of where an event comes from. */
const CONTEXT = {
  geo: { country: { code: 'DE', name: 'Germany', isEU: true }, city: { name: 'Berlin' } },
  ua: { browser: { name: 'Chrome', version: '130.0.0.0' }, os: { name: 'Linux' }, device: {} },
  headers: {},
  source: { id: 'src_bench', type: 'browser' },
  destination: { id: 'dst_bench', type: 'bench', hash: 'hash' },
  connection: { id: 'con_bench' },
  workspace: { id: 'wsp_bench' },
};

/**
 * Crosses into isolated-vm in the way of Jitsu's functions (github.com/jitsucom/jitsu,
 * libs/core-functions/src/functions/lib/udf_wrapper.ts, read in November 2026): one isolate that stays, entered for each
 * event with a copied event and a copied context, and a promise for a reference that is copied out.
 *
 * @param handlerCode defines `handle(event)`, which returns what becomes of the event
 */
export async function createJitsuWay(handlerCode: string): Promise<PeerEngine> {
  const isolate = new ivm.Isolate({ memoryLimit: MEMORY_MB });
  const context = await isolate.createContext();
  const module = await isolate.compileModule(handlerCode + WRAPPER);
  await module.instantiate(context, () => {
    throw new Error('Cannot import: there are no libraries');
  });
  await module.evaluate();
  const runChain: ivm.Reference = await module.namespace.get('runChain', { reference: true });
  const runOne = async (text: string): Promise<void> => {
    const event: unknown = JSON.parse(text);
    const timer = setTimeout(() => isolate.dispose(), TIMEOUT_MS);
    try {
      const args = [event, CONTEXT].map((each) =>
        new ivm.ExternalCopy(each).copyInto({ release: true, transferIn: true }),
      );
      const result = (await runChain.apply(undefined, args, { result: { promise: true } })) as ivm.Reference;
      const copied: unknown = await result.copy();
      result.release();
      if (typeof copied !== 'object') throw new Error('Cannot measure: an event was not handled');
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    run: async (events) => {
      await sideBySide(events, IN_FLIGHT, runOne);
    },
    dispose: () => isolate.dispose(),
  };
}
