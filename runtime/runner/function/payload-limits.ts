/** What Lambda takes and gives in one synchronous invocation, https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;
/** Of a part's events, escaped as JSON wants it: leaves 1 MiB for settings (64 KB, that may need six times as much) and the link. */
export const MAX_PART_BYTES = 5 * 1024 * 1024;
/**
 * Each may answer with a message of 1,000 characters, which JSON may need 6,000 bytes for: 3 MB of the answer's 6. A batch
 * of the stream lane, 640 KB, holds as many events of 1.3 KB.
 */
export const MAX_PART_EVENTS = 500;
