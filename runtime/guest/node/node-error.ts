/** Codes of Node's own errors, https://nodejs.org/api/errors.html#nodejs-error-codes */
export type NodeErrorCode = `ERR_${string}`;

/** An error as Node's own modules throw it: with a code, which its text shows. */
export function nodeError<T extends Error>(
  Base: new (message: string) => T,
  code: NodeErrorCode,
  message: string,
): T & { readonly code: string } {
  const error = Object.assign(new Base(message), { code });
  Object.defineProperty(error, 'toString', {
    value: () => `${error.name} [${code}]: ${error.message}`,
    writable: true,
    configurable: true,
  });
  return error;
}

/**
 * @param name an argument's name, or a whole phrase such as "first argument"
 * @param expected as in "of type string", "an instance of Buffer"
 */
export function invalidArgType(name: string, expected: string, actual: unknown): TypeError {
  const kind = name.includes('.') ? 'property' : 'argument';
  const subject = name.endsWith(' argument') ? `The ${name}` : `The "${name}" ${kind}`;
  return nodeError(
    TypeError,
    'ERR_INVALID_ARG_TYPE',
    `${subject} must be ${expected}. Received ${describeReceived(actual)}`,
  );
}

export function invalidArgValue(name: string, value: unknown, reason = 'is invalid'): TypeError {
  const kind = name.includes('.') ? 'property' : 'argument';
  const received = typeof value === 'string' ? quoted(value.slice(0, 128)) : String(value);
  return nodeError(
    TypeError,
    'ERR_INVALID_ARG_VALUE',
    `The ${kind} '${name}' ${reason}. Received ${received}`,
  );
}

/** @param range as in "an integer", ">= 0 and <= 255" */
export function outOfRange(name: string, range: string, received: unknown): RangeError {
  return nodeError(
    RangeError,
    'ERR_OUT_OF_RANGE',
    `The value of "${name}" is out of range. It must be ${range}. Received ${numberText(received)}`,
  );
}

export function unknownEncoding(encoding: unknown): TypeError {
  return nodeError(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${String(encoding)}`);
}

function describeReceived(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'undefined';
    case 'function':
      return `function ${value.name}`;
    case 'object':
      return value === null ? 'null' : describeObject(value);
    case 'string':
      return `type string (${quoted(value.length > 28 ? `${value.slice(0, 25)}...` : value)})`;
    case 'bigint':
      return `type bigint (${value}n)`;
    case 'number':
      return `type number (${Object.is(value, -0) ? '-0' : value})`;
    case 'boolean':
    case 'symbol':
      return `type ${typeof value} (${String(value)})`;
  }
}

function describeObject(value: object): string {
  const { constructor } = value as { readonly constructor?: unknown };
  return typeof constructor === 'function'
    ? `an instance of ${constructor.name}`
    : '[Object: null prototype] {}';
}

function quoted(text: string): string {
  const mark = ["'", '"', '`'].find((each) => !text.includes(each)) ?? "'";
  return mark + JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"') + mark;
}

/** With underscores where it is longer than 2 ** 32. */
function numberText(value: unknown): string {
  if (typeof value === 'bigint') {
    const isLong = value > 2n ** 32n || value < -(2n ** 32n);
    return `${isLong ? grouped(`${value}`) : value}n`;
  }
  if (typeof value === 'string') return quoted(value);
  if (Number.isInteger(value) && Math.abs(value as number) > 2 ** 32) return grouped(String(value));
  return Object.is(value, -0) ? '-0' : String(value);
}

function grouped(digits: string): string {
  let text = '';
  let end = digits.length;
  const start = digits.startsWith('-') ? 1 : 0;
  for (; end >= start + 4; end -= 3) text = `_${digits.slice(end - 3, end)}${text}`;
  return `${digits.slice(0, end)}${text}`;
}
