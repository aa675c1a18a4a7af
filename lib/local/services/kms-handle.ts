import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { expectObject, expectString } from '../../../runtime/contract/shape.ts';
import type { DataKeys, KeyContext } from '../../../runtime/stores/data-keys.ts';
import type { Handle } from './loopback-server.ts';

/** What the header `x-amz-target` of a request to KMS begins with. */
export const KMS_TARGET = 'TrentService.';

type Operation = (input: Readonly<Record<string, unknown>>, dataKeys: DataKeys) => Promise<object>;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  GenerateDataKey: async (input, dataKeys) => {
    if (input.KeySpec !== 'AES_256') return problem('ValidationException', 'KeySpec must be AES_256');
    const { plaintext, wrapped } = await dataKeys.generate(contextOf(input));
    return { KeyId: input.KeyId, Plaintext: toBase64(plaintext), CiphertextBlob: toBase64(wrapped) };
  },
  Decrypt: async (input, dataKeys) => {
    const wrapped = Buffer.from(expectString(input.CiphertextBlob, 'CiphertextBlob'), 'base64');
    try {
      return { KeyId: input.KeyId, Plaintext: toBase64(await dataKeys.unwrap(wrapped, contextOf(input))) };
    } catch {
      return problem('InvalidCiphertextException', 'CiphertextBlob is no key of this context');
    }
  },
};

/**
 * Speaks as much of the KMS protocol as Sluice needs, so that on one machine too settings are sealed by the code that
 * seals them on AWS. Keys are told apart by their context alone: any key id does.
 */
export function kmsHandle(dataKeys: DataKeys): Handle {
  return (request, response) => {
    answer(request, dataKeys).then(
      (body) => send(response, body),
      () => response.destroy(),
    );
  };
}

async function answer(request: IncomingMessage, dataKeys: DataKeys): Promise<object> {
  const input = expectObject(await json(request), 'body');
  const operation = OPERATIONS[String(request.headers['x-amz-target']).slice(KMS_TARGET.length)];
  return operation === undefined
    ? problem('UnknownOperationException', 'only GenerateDataKey and Decrypt are known here')
    : operation(input, dataKeys);
}

function send(response: ServerResponse, body: object): void {
  response.writeHead('__type' in body ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
}

function problem(type: string, message: string): object {
  return { __type: type, message };
}

function contextOf(input: Readonly<Record<string, unknown>>): KeyContext {
  const context = Object.entries(expectObject(input.EncryptionContext ?? {}, 'EncryptionContext'));
  return Object.fromEntries(
    context.map(([name, value]) => [name, expectString(value, `EncryptionContext.${name}`)]),
  );
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
