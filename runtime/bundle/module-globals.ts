/** An npm package that Segment's runtime has as a global: https://segment.com/docs/connections/functions/runtime/ */
export interface ModuleGlobal {
  readonly name: string;
  readonly packageName: string;
  /** The file to bundle. */
  readonly entry: string;
  /** The member of the global that the package is, where the global isn't the package itself. */
  readonly member: string | null;
}

export const MODULE_GLOBALS: readonly ModuleGlobal[] = [
  // In the place of the standard's, which throw where these packages give something.
  { name: 'atob', packageName: 'atob', entry: 'sluice:atob', member: null },
  { name: 'btoa', packageName: 'btoa', entry: 'sluice:btoa', member: null },
  { name: '_', packageName: 'lodash', entry: 'lodash', member: null },
  { name: 'moment', packageName: 'moment-timezone', entry: 'sluice:moment', member: null },
  { name: 'uuidv5', packageName: 'uuidv5', entry: 'uuidv5', member: 'uuidv5' },
  { name: 'xml', packageName: 'xml', entry: 'xml', member: null },
  { name: 'xml2js', packageName: 'xml2js', entry: 'xml2js', member: null },
  { name: 'jsonwebtoken', packageName: 'jsonwebtoken', entry: 'jsonwebtoken', member: null },
  {
    name: 'libphonenumberjslib',
    packageName: 'libphonenumber-js',
    entry: 'libphonenumber-js',
    member: 'libphonenumberjs',
  },
  { name: 'fetchretrylib', packageName: 'fetch-retry', entry: 'fetch-retry', member: 'fetchretry' },
  { name: 'zlib', packageName: 'pako', entry: 'sluice:zlib', member: 'zlib' },
];

export const MODULE_GLOBAL_NAMES: readonly string[] = MODULE_GLOBALS.map(({ name }) => name);
