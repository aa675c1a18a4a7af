import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Mending {
  /** Relative to `examples/`. */
  readonly file: string;
  readonly fault: string;
  readonly mended: string;
}

/** What the authors of the faulty functions do about it when they see the dead letters. */
const MENDINGS: readonly Mending[] = [
  {
    file: 'demo/functions/juniper-billing.mjs',
    fault: 'event.properties.total.toFixed(2)',
    mended: '(event.properties.total ?? 0).toFixed(2)',
  },
  {
    file: 'demo/functions/iris-reports/index.mjs',
    fault: 'const { width, height } = event.context.screen;',
    mended: 'const [width, height] = [390, 844];',
  },
];

/** Rewrites the faulty functions in a copy of `examples/`. @returns how many there were */
export async function mendFunctions(examplesFolder: string): Promise<number> {
  for (const { file, fault, mended } of MENDINGS) {
    const path = join(examplesFolder, file);
    const code = await readFile(path, 'utf8');
    if (!code.includes(fault)) throw new Error(`Cannot mend "${file}": its fault is not there`);
    await writeFile(path, code.replace(fault, mended));
  }
  return MENDINGS.length;
}
