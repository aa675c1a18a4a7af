import { defineInterface } from './interface.ts';

/** In the order of their codes, which begin at 1; https://webidl.spec.whatwg.org/#idl-DOMException-error-names */
const LEGACY_NAMES = [
  'IndexSizeError',
  '',
  'HierarchyRequestError',
  'WrongDocumentError',
  'InvalidCharacterError',
  '',
  'NoModificationAllowedError',
  'NotFoundError',
  'NotSupportedError',
  'InUseAttributeError',
  'InvalidStateError',
  'SyntaxError',
  'InvalidModificationError',
  'NamespaceError',
  'InvalidAccessError',
  '',
  'TypeMismatchError',
  'SecurityError',
  'NetworkError',
  'AbortError',
  'URLMismatchError',
  'QuotaExceededError',
  'TimeoutError',
  'InvalidNodeTypeError',
  'DataCloneError',
];

/** Constants of errors that nothing throws any more. */
const FORMER_CONSTANTS = { DOMSTRING_SIZE_ERR: 2, NO_DATA_ALLOWED_ERR: 6, VALIDATION_ERR: 16 };

interface DOMExceptionOptions {
  readonly name?: string;
  readonly cause?: unknown;
}

/** V8's own. */
interface StackCapture {
  captureStackTrace(error: object): void;
}

const { captureStackTrace } = Error as ErrorConstructor & StackCapture;

/** https://webidl.spec.whatwg.org/#idl-DOMException */
export class DOMException extends Error {
  readonly #name: string;
  readonly #message: string;

  constructor(message: unknown = '', options: string | DOMExceptionOptions = 'Error') {
    super();
    const { name = 'Error' } = typeof options === 'object' && options !== null ? options : { name: options };
    this.#message = `${message as string}`;
    this.#name = `${name}`;
    // As an own property, which only then is one: https://tc39.es/ecma262/#sec-installerrorcause
    if (typeof options === 'object' && options !== null && 'cause' in options)
      Object.defineProperty(this, 'cause', { value: options.cause, writable: true, configurable: true });
    // The stack begins with name and message, which the one that `super` took could not know.
    captureStackTrace(this);
  }

  override get name(): string {
    return this.#name;
  }

  override get message(): string {
    return this.#message;
  }

  get code(): number {
    return this.#name === '' ? 0 : LEGACY_NAMES.indexOf(this.#name) + 1;
  }
}

/** "HierarchyRequestError" → "HIERARCHY_REQUEST_ERR", "URLMismatchError" → "URL_MISMATCH_ERR" */
function constantOf(name: string): string {
  const words = name.slice(0, -'Error'.length).replace('InUse', 'Inuse');
  return `${words.replace(/(?<=[a-z])(?=[A-Z])|(?<=URL)/g, '_').toUpperCase()}_ERR`;
}

const constants: { [name: string]: number } = { ...FORMER_CONSTANTS };
LEGACY_NAMES.forEach((name, index) => {
  if (name !== '') constants[constantOf(name)] = index + 1;
});
defineInterface('DOMException', DOMException, { constants });
