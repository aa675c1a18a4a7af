import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';

/** What a function's source may consist of. */
const SOURCE_EXTENSIONS: ReadonlySet<string> = new Set([
  '.js',
  '.mjs',
  '.cjs',
  '.ts',
  '.mts',
  '.cts',
  '.json',
]);
const SKIPPED_FOLDER = /^(node_modules$|\.)/;
/** A function has some dozens; whoever points at a whole disk shall not wait for it. */
const MAX_FILES = 2_000;

/** A text that changes when the file does, or comes or goes. */
export async function fingerprintFile(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return `${path} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    return `${path} -`;
  }
}

/**
 * A text that changes when a function's source does: any source file below its folder, or below the folder that a
 * single file stands in, since it may import what stands beside it. Installed packages are left out.
 */
export async function fingerprintFunction(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const files = await listSources(isFolder ? path : dirname(path), MAX_FILES);
  return (await Promise.all(files.map(fingerprintFile))).join('\n');
}

async function listSources(folder: string, most: number): Promise<readonly string[]> {
  const entries: readonly Dirent[] = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((each) => !each.isDirectory() && SOURCE_EXTENSIONS.has(extname(each.name)))
    .map((each) => join(folder, each.name));
  for (const each of entries) {
    if (!each.isDirectory() || SKIPPED_FOLDER.test(each.name)) continue;
    if (files.length >= most) break;
    files.push(...(await listSources(join(folder, each.name), most - files.length)));
  }
  return files.slice(0, most);
}
