/** The processors that Lambda offers, by the names that a user gives with `-c architecture=`. */
export const ARCHITECTURES = ['arm64', 'x86_64'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];
