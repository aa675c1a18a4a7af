/** Where the runbook stands in the checkout that was deployed. */
const RUNBOOK = 'docs/operating.md';

/** What a heading of the runbook is linked by: as GitHub makes it, lower case with dashes. */
export function chapterSlug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

/** The link to a chapter of the runbook. */
export function chapterLink(heading: string): string {
  return `${RUNBOOK}#${chapterSlug(heading)}`;
}
