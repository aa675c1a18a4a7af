import { join } from 'node:path';
import { build } from 'esbuild';

/** The checkout. */
export const ROOT = join(import.meta.dirname, '../../..');

export interface BundleEntryOptions {
  /** The entry, relative to the checkout. */
  readonly entry: string;
  /** The one file that is written. */
  readonly outFile: string;
  /** What stands at the top of the file. Default: nothing. */
  readonly banner?: string;
  /** Packages that the file requires at run time. Default: none, everything is in it. */
  readonly external?: readonly string[];
  /** Files, relative to the checkout, that stand for modules. Default: none. */
  readonly alias?: Readonly<Record<string, string>>;
}

/**
 * Bundles what an entry needs into one CommonJS file, the AWS SDK included: Lambda's own copy changes under one's feet, and
 * is neither in one file nor free of what isn't used. The same sources give the same bytes.
 *
 * CommonJS, since the dispatcher's handler loads with 77 ms of CPU so, and with 90 as an ES module; and from the packages'
 * module sources, since what isn't used falls away there only (113 ms from their CommonJS sources). Names of variables are
 * kept, for the sake of stack traces: shorter ones load no faster.
 *
 * @throws Error when the entry can't be bundled, with esbuild's own words
 */
export async function bundleEntry({
  entry,
  outFile,
  banner = '',
  external = [],
  alias = {},
}: BundleEntryOptions): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile: outFile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minifyWhitespace: true,
    minifySyntax: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
    banner: { js: banner },
    external: [...external],
    alias: Object.fromEntries(Object.entries(alias).map(([name, file]) => [name, join(ROOT, file)])),
  });
}
