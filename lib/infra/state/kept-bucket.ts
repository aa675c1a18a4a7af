import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface KeptBucketProps {
  readonly key: Key;
  /** Whether what is overwritten or deleted can be brought back. */
  readonly versions: 'kept' | 'none';
  /** Default: nothing ends. */
  readonly lifecycleRules?: readonly LifecycleRule[];
}

/** What an upload leaves behind when it breaks off costs, and shows nowhere. */
const ABANDONED_AFTER = Duration.days(7);

/** A bucket: private, encrypted under the key, over TLS alone, and kept when the stack is deleted. */
export class KeptBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { key, versions, lifecycleRules = [] }: KeptBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      // One call of KMS for many objects, where each object would be one.
      bucketKeyEnabled: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: versions === 'kept',
      lifecycleRules: [
        { id: 'abandoned-uploads', abortIncompleteMultipartUploadAfter: ABANDONED_AFTER },
        ...lifecycleRules,
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Server access logs would copy keys with ids into a second bucket that outlives them; whoever wants a record of ' +
        'each access turns on CloudTrail data events (docs/operating.md)',
    });
  }
}
