/** A measured part of a goal. Either its ratio to a baseline has the goal, or the value itself. */
export type Row = RelativeRow | AbsoluteRow;

interface Measured {
  /** Begins with the bench's name. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: number;
  readonly higherIsBetter: boolean;
}

export interface RelativeRow extends Measured {
  /** In the same unit, measured in turns with the value. */
  readonly baseline: number;
  /** The value divided by the baseline: this is what has the goal. */
  readonly ratio: number;
}

export interface AbsoluteRow extends Measured {
  readonly baseline?: never;
  readonly ratio?: never;
}

/** A row whose goal is for the ratio of two medians. */
export function relativeRow(
  name: string,
  samples: { readonly values: readonly number[]; readonly baselines: readonly number[] },
  about: Pick<Measured, 'unit' | 'goal' | 'higherIsBetter'>,
): RelativeRow {
  const [value, baseline] = [median(samples.values), median(samples.baselines)];
  const { unit, goal, higherIsBetter } = about;
  return { name, value, unit, baseline, ratio: value / baseline, goal, higherIsBetter };
}

/** A row whose goal is for the median itself. */
export function absoluteRow(
  name: string,
  values: readonly number[],
  about: Pick<Measured, 'unit' | 'goal' | 'higherIsBetter'>,
): AbsoluteRow {
  return { name, value: median(values), ...about };
}

export function meetsGoal({ value, ratio = value, goal, higherIsBetter }: Row): boolean {
  return higherIsBetter ? ratio >= goal : ratio <= goal;
}

/** @throws Error when there are none */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (low === undefined || high === undefined) throw new Error('Cannot take a median: there are no numbers');
  return (low + high) / 2;
}
