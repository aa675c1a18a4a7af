/** Renames the top-level properties that `names` names. */
export function renameProperties(
  properties: Readonly<Record<string, unknown>>,
  names: Readonly<Record<string, string>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      Object.hasOwn(names, name) ? names[name] : name,
      value,
    ]),
  );
}
