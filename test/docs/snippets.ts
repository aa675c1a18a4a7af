import { readFileSync } from 'node:fs';

/** A fenced block of a page. */
export interface Snippet {
  readonly language: string;
  /** The file that it is, where its fence names one: ```` ```js acme.js ````. */
  readonly fileName: string | null;
  readonly text: string;
}

/** The fenced blocks of a Markdown page, in their order. */
export function snippetsOf(path: string): readonly Snippet[] {
  const blocks = readFileSync(path, 'utf8').matchAll(/^```(\w+)(?: (\S+))?\n(.*?)^```$/gms);
  return [...blocks].map(([, language = '', fileName, text = '']) => ({
    language,
    fileName: fileName ?? null,
    text,
  }));
}
