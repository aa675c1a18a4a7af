import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';

const PERIOD = Duration.minutes(5);

/**
 * What part some metrics' sum is of the others' sum, in percent; 0 where these are 0. A metric that is in both lists is
 * asked for once: an alarm may have ten of them.
 */
export function shareOf(
  parts: readonly IMetric[],
  wholes: readonly IMetric[],
  { label }: { readonly label: string },
): MathExpression {
  const names = new Map(
    Array.from(new Set([...parts, ...wholes]), (metric, index) => [metric, `m${index}`] as const),
  );
  const sumOf = (metrics: readonly IMetric[]): string =>
    metrics.map((metric) => `FILL(${names.get(metric)}, 0)`).join(' + ');
  const whole = sumOf(wholes);
  return new MathExpression({
    expression: `IF((${whole}) > 0, 100 * (${sumOf(parts)}) / (${whole}), 0)`,
    usingMetrics: Object.fromEntries(Array.from(names, ([metric, name]) => [name, metric])),
    period: PERIOD,
    label,
  });
}
