const { random } = Math;

/** What parts the entries of a form, and stands in none of them in all likelihood. */
export function makeFormBoundary(): string {
  return `----formdata-sluice-${digits()}${digits()}`;
}

/** Eleven of them. */
function digits(): string {
  return `${Math.floor(random() * 1e11)}`.padStart(11, '0');
}
