/**
 * Whether an error says that a service could not be asked, rather than that what it holds is broken. The AWS SDK puts
 * `$metadata` on all that goes wrong with a request, and Node `syscall` on what goes wrong with a connection.
 */
export function isOutage(error: unknown): boolean {
  return error instanceof Error && ('$metadata' in error || 'syscall' in error);
}
