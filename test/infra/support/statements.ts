import type { Template } from 'aws-cdk-lib/assertions';

export interface Statement {
  readonly actions: readonly string[];
  /** Each as one text, with names of outputs and logical ids in place of what they stand for. */
  readonly resources: readonly string[];
  readonly condition?: unknown;
}

type Json = Readonly<Record<string, unknown>>;

/** What the role of a stage may do, sorted. */
export function statementsOf(template: Template, stage: string): readonly Statement[] {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
  return policies
    .filter(([logicalId]) => logicalId.startsWith(stage))
    .flatMap(([, policy]) => {
      const { PolicyDocument } = (policy as { Properties: { PolicyDocument: { Statement: Json[] } } })
        .Properties;
      return PolicyDocument.Statement.map(toStatement);
    });
}

function toStatement({ Action, Resource, Condition }: Json): Statement {
  const statement = {
    actions: asArray(Action) as string[],
    resources: asArray(Resource).map(readable).sort(),
  };
  return Condition === undefined ? statement : { ...statement, condition: Condition };
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** `Registry.Arn/index/by-lookup` for what CloudFormation joins of an output of SluiceState and a text. */
function readable(value: unknown): string {
  if (typeof value === 'string') return value;
  const intrinsic = value as Json;
  const join = intrinsic['Fn::Join'] as readonly [string, readonly unknown[]] | undefined;
  if (join !== undefined) return join[1].map(readable).join(join[0]);
  const output = intrinsic['Fn::GetStackOutput'] as { readonly OutputName: string } | undefined;
  if (output !== undefined)
    return output.OutputName.replace(/^PublishOutput(?:Ref|FnGetAtt)(.*)[0-9A-F]{8}$/, '$1');
  const attribute = intrinsic['Fn::GetAtt'] as readonly [string, string] | undefined;
  if (attribute !== undefined) return attribute.join('.');
  return JSON.stringify(value);
}
