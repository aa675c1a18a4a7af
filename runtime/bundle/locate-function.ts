import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import type { Manifest } from '../contract/manifest.ts';
import { DEFAULT_BATCH_COUNT, DEFAULT_LIMITS } from '../contract/manifest.ts';
import { BuildError } from './build-error.ts';
import { readManifest } from './read-manifest.ts';
import type { ParsedManifest } from './parse-manifest.ts';

const MANIFEST_FILE = 'destination.json';
const SOURCE_EXTENSIONS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];
/** Looked for in this order where the manifest names no entry. */
const DEFAULT_ENTRIES = SOURCE_EXTENSIONS.map((extension) => `index${extension}`);

/** A function as it stands on disk. */
export interface LocatedFunction {
  /** What its author calls it: the file's or folder's name. */
  readonly functionName: string;
  /** Absolute, links resolved. */
  readonly folder: string;
  /** Absolute, links resolved. */
  readonly entry: string;
  readonly manifest: Manifest;
}

/**
 * Finds a function's entry and manifest.
 * @param path a source file, or a folder with `destination.json`
 * @throws BuildError when there is none, or its manifest is not valid
 */
export async function locateFunction(path: string): Promise<LocatedFunction> {
  const absolute = await realpath(path).catch(() => null);
  const functionName = basename(resolve(path));
  if (absolute === null) throw unreadable(functionName, functionName, 'does not exist');
  return (await stat(absolute)).isDirectory()
    ? locateInFolder(absolute, functionName)
    : locateFile(absolute, functionName);
}

async function locateInFolder(folder: string, functionName: string): Promise<LocatedFunction> {
  const manifest = await readManifest(join(folder, MANIFEST_FILE), functionName);
  if (manifest === null) {
    throw unreadable(functionName, MANIFEST_FILE, 'does not exist, write one with {"name": "…"} into it');
  }
  const entry = await findEntry(folder, manifest, functionName);
  return {
    functionName,
    folder,
    entry,
    manifest: { ...manifest, entry: toSlashes(relative(folder, entry)) },
  };
}

/** A manifest beside the file is the file's own when it names the file as its entry, or would find it as such. */
async function locateFile(file: string, functionName: string): Promise<LocatedFunction> {
  const folder = dirname(file);
  if (!isSource(file)) throw unreadable(functionName, basename(file), notASource());
  const beside = await locateInFolder(folder, functionName).catch(() => null);
  if (beside?.entry === file) return beside;
  const ownName = basename(file, extname(file));
  const manifest: Manifest = {
    name: ownName === 'index' ? basename(folder) : ownName,
    description: '',
    entry: basename(file),
    settings: null,
    limits: DEFAULT_LIMITS,
    batch: { maxCount: DEFAULT_BATCH_COUNT },
    egress: null,
  };
  return { functionName, folder, entry: file, manifest };
}

async function findEntry(folder: string, manifest: ParsedManifest, functionName: string): Promise<string> {
  if (manifest.entry !== null) return resolveEntry(folder, manifest.entry, functionName);
  for (const name of DEFAULT_ENTRIES) {
    const entry = await realpath(join(folder, name)).catch(() => null);
    if (entry !== null) return resolveEntry(folder, name, functionName);
  }
  throw unreadable(
    functionName,
    MANIFEST_FILE,
    `entry: is missing, and there is none of ${DEFAULT_ENTRIES.join(', ')}`,
  );
}

/** A manifest comes from outside: it may not make us read what lies elsewhere on the machine. */
async function resolveEntry(folder: string, name: string, functionName: string): Promise<string> {
  const refuse = (reason: string): BuildError =>
    unreadable(functionName, MANIFEST_FILE, `entry: ${JSON.stringify(name)} ${reason}`);
  if (!resolve(folder, name).startsWith(withSlash(folder))) throw refuse('is not inside the folder');
  const entry = await realpath(join(folder, name)).catch(() => null);
  if (entry === null) throw refuse('does not exist');
  if (!entry.startsWith(withSlash(folder))) throw refuse('leads out of the folder');
  if (!isSource(entry)) throw refuse(notASource());
  return entry;
}

function withSlash(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep;
}

function toSlashes(path: string): string {
  return path.replaceAll(sep, '/');
}

function isSource(file: string): boolean {
  return SOURCE_EXTENSIONS.includes(extname(file));
}

function notASource(): string {
  return `is not a source file, use one of ${SOURCE_EXTENSIONS.join(', ')}`;
}

function unreadable(functionName: string, file: string, reason: string): BuildError {
  return new BuildError('unreadable', functionName, [{ file, position: null, reason }]);
}
