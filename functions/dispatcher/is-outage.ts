/** What KMS answers when it was asked and the key does not open: the key is broken, not KMS. */
const BROKEN_KEY_ERRORS = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);

/** The codes of the operating system, as ECONNRESET; Node's own begin with ERR_. */
const SYSTEM_CODE = /^E[A-Z0-9]+$/;

/**
 * Whether an error, or what caused it, says that a service could not be asked, rather than that what it holds is broken.
 * The AWS SDK puts `$metadata` on all that goes wrong with a request.
 */
export function isOutage(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (BROKEN_KEY_ERRORS.has(each.name)) return false;
    if ('$metadata' in each) return true;
    if ('code' in each && typeof each.code === 'string' && SYSTEM_CODE.test(each.code)) return true;
  }
  return false;
}
