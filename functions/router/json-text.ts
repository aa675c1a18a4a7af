/** A parsed JSON value as text again, or `null` where it is nested so deep that writing it overflows the stack. */
export function jsonText(value: unknown): string | null {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
