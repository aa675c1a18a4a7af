import { expect, test } from '@jest/globals';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { synthesize } from './support/synthesize.ts';

/** A rule that the code of a construct sets aside, with its reason. */
interface Acknowledgement {
  readonly path: string;
  readonly rule: string;
  readonly reason: string;
}

test.each([{ runner: 'function' }, { runner: 'function', tenantIsolation: 'true' }, { runner: 'process' }])(
  'the app with %j follows the rules of AWS Solutions, but for what its code sets aside',
  async (context) => {
    await using synthesized = await synthesize({
      alarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:alarms',
      ...context,
    });
    const { app } = synthesized;
    const acknowledged = app.node.findAll().flatMap(acknowledgementsOf);
    const { violations } = new AwsSolutionsChecks().validateScope(app);
    const findings = violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => ({ ruleName, constructPath })),
    );
    const covers = (each: Acknowledgement, { ruleName, constructPath }: (typeof findings)[number]): boolean =>
      constructPath.startsWith(`${each.path}/`) && ruleName.startsWith(each.rule);

    expect(findings.filter((finding) => !acknowledged.some((each) => covers(each, finding)))).toEqual([]);
    for (const { reason } of acknowledged) expect(reason.length).toBeGreaterThan(40);
  },
);

function acknowledgementsOf({ node }: IConstruct): readonly Acknowledgement[] {
  return node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Readonly<Record<string, string>>))
    .map(([id, reason]) => ({ path: node.path, rule: id.replace(/^annotation::/i, ''), reason }));
}
