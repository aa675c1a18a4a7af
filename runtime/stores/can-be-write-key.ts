/** Longer ones can't be looked up: DynamoDB's keys have at most 2,048 bytes. Ours have some twenty. */
const MAX_WRITE_KEY_BYTES = 1_024;

/** Whether there may be a source with this write key. What a producer sends may be anything, of any length. */
export function canBeWriteKey(writeKey: string): boolean {
  return (
    writeKey.length <= MAX_WRITE_KEY_BYTES &&
    Buffer.byteLength(writeKey) <= MAX_WRITE_KEY_BYTES &&
    writeKey.isWellFormed()
  );
}
