import { classOf } from './name-object.ts';

/** A stack, or what there is in its place, indented like what it stands in. */
export function describeError(error: Error, indent: number): string {
  const stack = withClass(error, readStack(error));
  const text = stack.includes('\n    at') ? stack : `[${stack}]`;
  return indent === 0 ? text : text.replaceAll('\n', `\n${' '.repeat(indent)}`);
}

function readStack(error: Error): string {
  const { stack } = error as { readonly stack?: unknown };
  return typeof stack === 'string' && stack !== '' ? stack : Error.prototype.toString.call(error);
}

/** "Late [Error]: no" where the class has a name of its own and the stack doesn't say it. */
function withClass(error: Error, stack: string): string {
  const { name } = error as { readonly name?: unknown };
  const made = classOf(error);
  const [firstLine = ''] = stack.split('\n');
  if (typeof name !== 'string' || !stack.startsWith(name)) {
    // Its name was given after its stack was taken.
    const start = /^[A-Z]\w*(?=:|\n|$)/.exec(stack)?.[0];
    return typeof name === 'string' && name !== '' && start !== undefined
      ? name + stack.slice(start.length)
      : stack;
  }
  return made === null || !name.endsWith('Error') || firstLine.includes(made)
    ? stack
    : `${made} [${name}]${stack.slice(name.length)}`;
}

/** What is shown of an error beside its stack: its own members, and its cause. */
export function keysOfError(error: Error): readonly PropertyKey[] {
  const stack = readStack(error);
  const keys: PropertyKey[] = Object.keys(error).filter((key) => {
    const value = (error as Error & { readonly [key: string]: unknown })[key];
    const isSaid = (key === 'name' || key === 'message' || key === 'stack') && stack.includes(String(value));
    return !isSaid;
  });
  for (const key of ['cause', 'errors'] as const)
    if (Object.hasOwn(error, key) && !keys.includes(key)) keys.push(key);
  return keys;
}
