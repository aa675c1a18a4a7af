import { Aws } from 'aws-cdk-lib';

/** Holds a permission of the key to what S3 does with it: the key opens objects then, and no sealed settings. */
export const VIA_S3 = { StringEquals: { 'kms:ViaService': `s3.${Aws.REGION}.${Aws.URL_SUFFIX}` } } as const;
