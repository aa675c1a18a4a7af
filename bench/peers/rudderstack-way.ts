import ivm from 'isolated-vm';
import type { PeerEngine } from './engine.ts';

const MEMORY_MB = 128;
const TIMEOUT_MS = 4_000;

/** What surrounds the handler: calls it for all events at once, and collects the results. */
const WRAPPER = `
export async function runAll({ events }) {
  const metadataOf = {};
  for (const { message, metadata } of events) metadataOf[message.messageId] = metadata;
  const results = [];
  await Promise.all(events.map(async ({ message }) => {
    const metadata = metadataOf[message.messageId];
    try {
      results.push({ result: await handle(message), metadata });
    } catch (error) {
      results.push({ error: String(error), metadata });
    }
  }));
  return results;
}`;

/** Hands the promise's value to the host by a reference to a function of it; makes globals of the others. */
const FORWARD = `
(function () {
  const references = { fetch, fetchV2, geolocation, log, getCredential, extractStackTrace };
  for (const name in references) {
    globalThis[name] = (...args) =>
      references[name].apply(undefined, args, { arguments: { copy: true }, result: { copy: true, promise: true } });
  }
  return (runAll, resolve, reject, payload) => {
    Promise.resolve(runAll.deref()(payload)).then(
      (value) => resolve.applyIgnored(undefined, [value], { arguments: { copy: true } }),
      (error) => reject.applyIgnored(undefined, [error.message], { arguments: { copy: true } }),
    );
  };
})()`;
/** What a function may call of the host, each a reference; the benches' handler calls none. */
const HOST_FUNCTIONS = ['fetch', 'fetchV2', 'geolocation', 'log', 'getCredential', 'extractStackTrace'];

/** What each event comes with. */
const METADATA = {
  sourceId: 'src_bench',
  sourceName: 'Bench',
  sourceType: 'Javascript',
  sourceCategory: '',
  workspaceId: 'wsp_bench',
  destinationId: 'dst_bench',
  destinationType: 'WEBHOOK',
  destinationName: 'Bench',
  jobId: 1,
  rudderId: '507f191e-810c-4197-9de8-60ea5a0c1f2b',
  receivedAt: '2026-11-24T10:00:00.200Z',
  eventName: 'Order Completed',
  eventType: 'track',
  transformationId: 'trn_bench',
  transformationVersionId: 'ver_bench',
};
const DESTINATION = {
  id: 'dst_bench',
  name: 'Bench',
  config: { webhookUrl: 'https://partner.example/events', method: 'POST', headers: [] },
  definition: {
    id: 'def_bench',
    name: 'WEBHOOK',
    displayName: 'Webhook',
    config: { transformAtV1: 'processor' },
  },
  transformations: [{ id: 'trn_bench', versionId: 'ver_bench', config: {} }],
  enabled: true,
  workspaceId: 'wsp_bench',
};

/**
 * Crosses into isolated-vm in the way of RudderStack's transformer (github.com/rudderlabs/rudder-transformer,
 * src/util/ivmFactory.js, ivm/sandboxBridge.js and customTransformer-v1.js, read in November 2026, without the cache
 * that is off by default): a new isolate for every batch, the events as one copied object, the results as another.
 *
 * @param handlerCode defines `handle(event)`, which returns what becomes of the event
 */
export function createRudderstackWay(handlerCode: string): PeerEngine {
  return {
    async run(events) {
      const isolate = new ivm.Isolate({ memoryLimit: MEMORY_MB });
      try {
        const context = await isolate.createContext();
        for (const name of HOST_FUNCTIONS) await context.global.set(name, new ivm.Reference(refuse));
        const forward: ivm.Reference = await (
          await isolate.compileScript(FORWARD)
        ).run(context, { reference: true });
        const module = await isolate.compileModule(handlerCode + WRAPPER);
        await module.instantiate(context, refuse);
        await module.evaluate();
        const runAll: ivm.Reference = await module.namespace.get('runAll', { reference: true });
        const results = await new Promise<readonly object[]>((resolve, reject) => {
          const payload = new ivm.ExternalCopy({ events: events.map(toPayload) }).copyInto();
          const args = [runAll, new ivm.Reference(resolve), new ivm.Reference(reject), payload];
          forward.apply(undefined, args, { timeout: TIMEOUT_MS }).catch(reject);
        });
        if (results.length !== events.length || results.some((each) => 'error' in each)) {
          throw new Error(`Cannot measure: of ${events.length} events some failed`);
        }
      } finally {
        isolate.dispose();
      }
    },
    dispose: () => {},
  };
}

function toPayload(eventText: string): object {
  return { message: JSON.parse(eventText) as unknown, metadata: METADATA, destination: DESTINATION };
}

function refuse(): never {
  throw new Error('Cannot measure: the handler uses what it is not to use');
}
