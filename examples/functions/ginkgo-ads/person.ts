interface Named {
  readonly userId?: string;
  readonly properties?: { readonly email?: unknown };
}

/** Who it was, as Ginkgo Ads may know it: SHA-256 of what is written the same each time. */
export function personOf({ userId, properties }: Named): Record<string, string> {
  const person: Record<string, string> = {};
  if (typeof properties?.email === 'string') person.email = sha256(properties.email.trim().toLowerCase());
  if (userId !== undefined) person.user = sha256(userId);
  return person;
}

function sha256(text: string): string {
  return crypto.createHash('sha256').update(text).digest('hex');
}
