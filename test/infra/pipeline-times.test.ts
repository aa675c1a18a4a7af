import { describe, expect, test } from '@jest/globals';
import type { PipelineTimes } from '../../lib/infra/pipeline-times.ts';
import {
  DEFAULT_TIMES,
  reserveSeconds,
  runnerTimeoutSeconds,
  timesProblem,
  visibilitySeconds,
} from '../../lib/infra/pipeline-times.ts';

describe('the times of the pipeline', () => {
  test('agree with each other by default', () => {
    expect(timesProblem(DEFAULT_TIMES)).toBeNull();
  });

  test('hide a message for six times the timeout, and the window', () => {
    expect(visibilitySeconds(DEFAULT_TIMES, 0)).toBe(600);
    expect(visibilitySeconds(DEFAULT_TIMES, 10)).toBe(610);
  });

  test('leave the longest call its time, and ten seconds to settle', () => {
    expect(reserveSeconds(DEFAULT_TIMES)).toBe(40);
  });

  test("end the runner's function when its dispatcher gives it up, and can still settle", () => {
    expect(runnerTimeoutSeconds(DEFAULT_TIMES)).toBe(95);
    expect(runnerTimeoutSeconds(DEFAULT_TIMES)).toBeLessThan(DEFAULT_TIMES.functionTimeoutSeconds);
  });

  test.each<[Partial<PipelineTimes>, string]>([
    [{ functionTimeoutSeconds: 901, budgetSeconds: 800 }, 'Lambda allows 900'],
    [{ functionTimeoutSeconds: 99 }, 'it must be at least 100'],
    [{ maxReceiveCount: 4 }, 'it must be at least 5'],
    [{ maxReceiveCount: 200, retentionDays: 2 }, 'must be kept at least twice as long'],
  ])('are refused where they are %j', (given, problem) => {
    expect(timesProblem({ ...DEFAULT_TIMES, ...given })).toContain(problem);
  });
});
