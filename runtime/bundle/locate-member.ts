/** Strings whole, and every mark of JSON's structure. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * Where a member stands in JSON text: the offset of its name, or of an array's item; of the nearest container where
 * it doesn't exist. `json` must be valid JSON.
 */
export function locateMember(json: string, path: readonly (string | number)[]): number {
  const steps: (string | number)[] = [];
  let found = { depth: -1, offset: Math.max(json.search(/\S/), 0) };
  let key: { text: string; offset: number } | null = null;
  const note = (step: string | number, offset: number): void => {
    steps[steps.length - 1] = step;
    const isOnPath = steps.every((each, index) => each === path[index]);
    if (isOnPath && steps.length > found.depth) found = { depth: steps.length, offset };
  };
  for (const { 0: token, index } of json.matchAll(TOKEN)) {
    if (token.startsWith('"')) key = { text: token, offset: index };
    if (token === ':' && key !== null) note(JSON.parse(key.text) as string, key.offset);
    if (token === '{') steps.push('');
    if (token === '[') {
      steps.push(0);
      note(0, valueAfter(json, index));
    }
    if (token === ',' && typeof steps.at(-1) === 'number') {
      note(Number(steps.at(-1)) + 1, valueAfter(json, index));
    }
    if (token === '}' || token === ']') steps.pop();
  }
  return found.offset;
}

function valueAfter(json: string, index: number): number {
  return index + 1 + json.slice(index + 1).search(/\S/);
}
