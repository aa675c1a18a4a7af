import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DESTINATIONS } from './destinations.ts';
import { SOURCES } from './events.ts';
import type { Partners } from './partners.ts';

/** What the platform of the demo works on. */
export interface Workspace {
  readonly configPath: string;
  readonly dataFolder: string;
  /** A copy of `examples/`, whose functions may be rewritten. */
  readonly examplesFolder: string;
}

const EXAMPLES = join(import.meta.dirname, '..');
const FUNCTION_FOLDERS = ['functions', 'demo/functions'];

/** Copies the functions into `folder`, and writes the configuration of the local platform. */
export async function fillWorkspace(folder: string, partners: Partners): Promise<Workspace> {
  const examplesFolder = join(folder, 'examples');
  for (const each of FUNCTION_FOLDERS) {
    await cp(join(EXAMPLES, each), join(examplesFolder, each), { recursive: true });
  }
  const configPath = join(folder, 'sluice.local.json');
  await writeFile(configPath, JSON.stringify(configFor(partners), null, 2));
  return { configPath, dataFolder: join(folder, 'data'), examplesFolder };
}

function configFor(partners: Partners): object {
  return {
    sources: SOURCES,
    destinations: DESTINATIONS.map(({ name, source, function: path, settings, retry }) => ({
      name,
      source,
      function: `./examples/${path}`,
      settings: { ...settings, endpoint: `http://${partners.get(name)?.host}` },
      enabled: true,
      retry,
    })),
    allowPrivateNetwork: [...partners.values()].map(({ host }) => host),
  };
}
