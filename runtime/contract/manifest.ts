/** The types that a setting may have, as in Segment's functions. */
export const SETTING_TYPES = ['string', 'boolean', 'array', 'text_map'] as const;
export type SettingType = (typeof SETTING_TYPES)[number];

export interface SettingSchema {
  /** What the handler reads it as: `settings.<name>`. */
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly type: SettingType;
  readonly required: boolean;
  /** Encrypted at rest, and redacted wherever its value would show. */
  readonly sensitive: boolean;
}

export interface Limits {
  /** Of one handler call, waiting included, in milliseconds. */
  readonly timeoutMs: number;
  /** Of one handler call's computing, in milliseconds. */
  readonly cpuMs: number;
  /** Of one program, in MiB. */
  readonly memoryMb: number;
}

/** What `destination.json` says of a function, with all defaults filled in. */
export interface Manifest {
  readonly name: string;
  readonly description: string;
  /** The file with the handlers, relative to the manifest. */
  readonly entry: string;
  /** `null`: nothing is said of the settings, so all of them are passed on and every string is taken for sensitive. */
  readonly settings: readonly SettingSchema[] | null;
  readonly limits: Limits;
  /** How many events `onBatch` gets at most. */
  readonly batch: { readonly maxCount: number };
  /** The hosts that the function may reach; `null` for any public one. */
  readonly egress: readonly string[] | null;
}

export const DEFAULT_LIMITS: Limits = { timeoutMs: 5_000, cpuMs: 500, memoryMb: 128 };
export const LIMIT_BOUNDS: { readonly [K in keyof Limits]: readonly [min: number, max: number] } = {
  timeoutMs: [1, 30_000],
  cpuMs: [1, 5_000],
  memoryMb: [64, 512],
};
/** From 1 to 400, https://segment.com/docs/connections/functions/destination-functions/#batching-the-destination-function */
export const DEFAULT_BATCH_COUNT = 20;
export const MAX_BATCH_COUNT = 400;
