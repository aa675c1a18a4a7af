/** The keys of a DynamoDB table, all of them strings. CDK and the local platform make tables of it. */
export interface TableKeys {
  readonly partitionKey: string;
  readonly sortKey: string;
  /** A global secondary index that holds whole items. */
  readonly index: { readonly name: string; readonly partitionKey: string; readonly sortKey: string };
}

/**
 * The registry's table. An item's `document` is its JSON, `v` that JSON's version; what has to be found by another key
 * has it in `lookup`.
 *
 * | item | pk | sk | lookup |
 * | --- | --- | --- | --- |
 * | source | `source#<id>` | `source` | `write-key#<write key>` |
 * | destination | `destination#<id>` | `destination` | `source#<source's id>` |
 * | subscription | `subscription#<id>` | `subscription` | |
 * | one of its versions | `subscription#<id>` | `version#<number>` | |
 */
export const REGISTRY_TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  index: { name: 'by-lookup', partitionKey: 'lookup', sortKey: 'pk' },
} as const satisfies TableKeys;
