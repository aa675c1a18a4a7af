/** What runs on this machine. */
export const DEFAULT_CONFIG = 'sluice.local.json';
/** Where it keeps its data. */
export const DEFAULT_DATA = '.sluice';
