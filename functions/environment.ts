/** The environment that a function is started with. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error when the variable is missing or empty */
export function readText(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw refusal(name, 'is missing');
  return value;
}

/** @throws Error when the variable is missing, or no whole number from `min` to `max` */
export function readWhole(
  environment: Environment,
  name: string,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  const value = readText(environment, name);
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < min || number > max) {
    throw refusal(name, `must be a whole number from ${min} to ${max}, is "${value}"`);
  }
  return number;
}

/** The parts of a variable, divided by commas. One that is missing or empty has none. */
export function readList(environment: Environment, name: string): readonly string[] {
  const value = environment[name] ?? '';
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** @throws Error when the variable is missing, or none of `choices` */
export function readChoice<Choice extends string>(
  environment: Environment,
  name: string,
  choices: readonly Choice[],
): Choice {
  const value = readText(environment, name);
  const choice = choices.find((each) => each === value);
  if (choice === undefined) throw refusal(name, `must be one of ${choices.join(', ')}, is "${value}"`);
  return choice;
}

function refusal(name: string, reason: string): Error {
  return new Error(`Cannot start: environment variable ${name} ${reason}`);
}
