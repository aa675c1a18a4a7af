import { stripTypeScriptTypes } from 'node:module';

/** A Jest transform that does what Node does when it loads a `.ts` file: erases types, keeps every position. */
const stripTypes = {
  process: (source) => ({ code: stripTypeScriptTypes(source) }),
  getCacheKey: (source, path, { configString }) => `${process.version}:${path}:${configString}:${source}`,
};

export default stripTypes;
