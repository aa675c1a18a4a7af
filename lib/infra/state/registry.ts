import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { REGISTRY_TABLE } from '../../../runtime/stores/registry-table.ts';

/** The registry's table. Small, and read in bursts: what it costs is its requests. */
export class Registry extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { partitionKey, sortKey, index } = REGISTRY_TABLE;
    const key = (name: string) => ({ name, type: AttributeType.STRING });
    this.table = new TableV2(this, 'Table', {
      partitionKey: key(partitionKey),
      sortKey: key(sortKey),
      globalSecondaryIndexes: [
        { indexName: index.name, partitionKey: key(index.partitionKey), sortKey: key(index.sortKey) },
      ],
      billing: Billing.onDemand(),
      // What is secret in it is sealed before it gets here, see docs/decisions/0009-keys-for-what-rests.md.
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
