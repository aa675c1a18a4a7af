/**
 * What SQS refuses in a message: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 * Lone surrogates count too, since they have no UTF-8.
 */
// oxlint-disable-next-line no-control-regex
const REFUSED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** Writes what SQS refuses as JSON escapes, which any JSON parser reads back as it was. `json` must be JSON text. */
export function escapeForSqs(json: string): string {
  return json.replace(REFUSED, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
