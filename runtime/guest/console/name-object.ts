/** The class that an object is of, by the nearest prototype that says so; `null` where none does. */
export function classOf(value: object): string | null {
  for (let each: object | null = value; each !== null; each = Object.getPrototypeOf(each) as object | null) {
    const made = Object.getOwnPropertyDescriptor(each, 'constructor')?.value as unknown;
    if (typeof made === 'function' && made.name !== '' && isPrototypeOf(made, value)) return made.name;
  }
  return null;
}

function isPrototypeOf(made: { readonly prototype?: unknown }, value: object): boolean {
  const { prototype } = made;
  const isObject = (typeof prototype === 'object' && prototype !== null) || typeof prototype === 'function';
  return isObject && Object.prototype.isPrototypeOf.call(prototype, value);
}

/** What an object calls itself where that is no member of its own. */
function tagOf(value: object): string {
  const tag = (value as { readonly [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
  const isShown = Object.prototype.propertyIsEnumerable.call(value, Symbol.toStringTag);
  return typeof tag === 'string' && !isShown ? tag : '';
}

/**
 * What stands before an object's brackets: "Foo(2) [Map] ".
 * @param kind what the language has made it
 * @param size "(2)", or nothing
 */
export function prefixOf(value: object, kind: string, size = ''): string {
  const name = classOf(value);
  const tag = tagOf(value);
  if (name === null)
    return `[${kind}${size}: null prototype] ${tag !== '' && tag !== kind ? `[${tag}] ` : ''}`;
  return `${name}${size} ${tag !== '' && tag !== name ? `[${tag}] ` : ''}`;
}

/** "[class A extends B]", "[AsyncFunction: go]" */
export function describeFunction(made: Function): string {
  const source = Function.prototype.toString.call(made);
  const name = typeof made.name === 'string' ? made.name : '';
  if (source.startsWith('class') && source.endsWith('}')) {
    const parent = (Object.getPrototypeOf(made) as { readonly name?: unknown } | null)?.name;
    const above = typeof parent === 'string' && parent !== '' ? ` extends ${parent}` : '';
    return `[class ${name === '' ? '(anonymous)' : name}${above}]`;
  }
  const kind = classOf(made) ?? 'Function';
  return name === '' ? `[${kind} (anonymous)]` : `[${kind}: ${name}]`;
}
