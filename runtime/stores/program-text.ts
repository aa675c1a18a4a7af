import type { Manifest, SettingSchema } from '../contract/manifest.ts';
import { SETTING_TYPES } from '../contract/manifest.ts';
import { ParseError } from '../contract/parse-error.ts';
import type { Library, ProgramSource, SourceMap } from '../contract/program.ts';
import type { JsonObject } from '../contract/shape.ts';
import {
  expectArray,
  expectJson,
  expectNumber,
  expectObject,
  expectString,
  expectVersion,
  kindOf,
} from '../contract/shape.ts';
import { expectBoolean } from './expect-boolean.ts';

/**
 * A program as it is stored and hashed: JSON with its members always in this order, so that the same program has the
 * same hash. Another order, or another member, is another hash for every program; what a program doesn't have is left
 * out.
 */
export function programText(program: ProgramSource): string {
  const { kind, code, fileName, libraries, sourceMap, manifest } = program;
  return JSON.stringify({
    v: 1,
    kind,
    code,
    fileName,
    libraries: libraries?.map(({ name, code }) => ({ name, code })),
    sourceMap: sourceMap && { sources: sourceMap.sources, mappings: sourceMap.mappings },
    manifest: inOrder(manifest),
  });
}

function inOrder({ name, description, entry, settings, limits, batch, egress }: Manifest): Manifest {
  const { timeoutMs, cpuMs, memoryMb } = limits;
  return {
    name,
    description,
    entry,
    settings: settings && settings.map(settingInOrder),
    limits: { timeoutMs, cpuMs, memoryMb },
    batch: { maxCount: batch.maxCount },
    egress,
  };
}

function settingInOrder({
  name,
  label,
  description,
  type,
  required,
  sensitive,
}: SettingSchema): SettingSchema {
  return { name, label, description, type, required, sensitive };
}

/** Reads a program's stored form back. @throws ParseError when it is none, or of a version that this build doesn't know */
export function parseProgramText(text: string): ProgramSource {
  const program = expectObject(expectJson(text, 'program'), 'program');
  expectVersion(program.v, 'v');
  return {
    kind: oneOf(program.kind, ['script', 'module'], 'kind'),
    code: expectString(program.code, 'code'),
    fileName: expectString(program.fileName, 'fileName'),
    ...(program.libraries === undefined
      ? {}
      : { libraries: expectArray(program.libraries, 'libraries').map(parseLibrary) }),
    ...(program.sourceMap === undefined
      ? {}
      : { sourceMap: parseSourceMap(expectObject(program.sourceMap, 'sourceMap')) }),
    manifest: parseStoredManifest(expectObject(program.manifest, 'manifest')),
  };
}

function parseLibrary(value: unknown, index: number): Library {
  const path = `libraries[${index}]`;
  const library = expectObject(value, path);
  return {
    name: expectString(library.name, `${path}.name`),
    code: expectString(library.code, `${path}.code`),
  };
}

function parseSourceMap({ sources, mappings }: JsonObject): SourceMap {
  return {
    sources: expectArray(sources, 'sourceMap.sources').map((source, index) =>
      expectString(source, `sourceMap.sources[${index}]`),
    ),
    mappings: expectString(mappings, 'sourceMap.mappings'),
  };
}

function parseStoredManifest(manifest: JsonObject): Manifest {
  const limits = expectObject(manifest.limits, 'manifest.limits');
  const batch = expectObject(manifest.batch, 'manifest.batch');
  return {
    name: expectString(manifest.name, 'manifest.name'),
    description: expectString(manifest.description, 'manifest.description'),
    entry: expectString(manifest.entry, 'manifest.entry'),
    settings: eachOrNull(manifest.settings, 'manifest.settings', (setting, path) =>
      parseSetting(expectObject(setting, path), path),
    ),
    limits: {
      timeoutMs: expectNumber(limits.timeoutMs, 'manifest.limits.timeoutMs'),
      cpuMs: expectNumber(limits.cpuMs, 'manifest.limits.cpuMs'),
      memoryMb: expectNumber(limits.memoryMb, 'manifest.limits.memoryMb'),
    },
    batch: { maxCount: expectNumber(batch.maxCount, 'manifest.batch.maxCount') },
    egress: eachOrNull(manifest.egress, 'manifest.egress', expectString),
  };
}

function parseSetting(setting: JsonObject, path: string): SettingSchema {
  return {
    name: expectString(setting.name, `${path}.name`),
    label: expectString(setting.label, `${path}.label`),
    description: expectString(setting.description, `${path}.description`),
    type: oneOf(setting.type, SETTING_TYPES, `${path}.type`),
    required: expectBoolean(setting.required, `${path}.required`),
    sensitive: expectBoolean(setting.sensitive, `${path}.sensitive`),
  };
}

function eachOrNull<Value>(
  values: unknown,
  path: string,
  parse: (value: unknown, path: string) => Value,
): readonly Value[] | null {
  if (values === null) return null;
  return expectArray(values, path).map((value, index) => parse(value, `${path}[${index}]`));
}

function oneOf<Name extends string>(value: unknown, names: readonly Name[], path: string): Name {
  const found = names.find((name) => name === value);
  if (found === undefined)
    throw new ParseError(path, `must be one of ${names.join(', ')}, is ${kindOf(value)}`);
  return found;
}
