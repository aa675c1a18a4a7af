import { ParseError } from '../../runtime/contract/parse-error.ts';
import type { Settings } from '../../runtime/contract/destination.ts';
import type { RetryPolicy } from '../../runtime/contract/retry-policy.ts';
import { createReachPolicy } from '../../runtime/sandbox/egress/reach-policy.ts';
import type { ConfigProblem } from './config-schema.ts';
import { checkShape, reasonOf } from './config-schema.ts';

/** What runs on this machine: the contents of `sluice.local.json`, with all defaults filled in. */
export interface LocalConfig {
  readonly sources: readonly LocalSource[];
  readonly destinations: readonly LocalDestination[];
  /** "host:port" of each peer on a private network that functions may reach. */
  readonly allowPrivateNetwork: readonly string[];
}

interface LocalSource {
  readonly name: string;
  readonly writeKey: string;
}

export interface LocalDestination {
  readonly name: string;
  /** The name of a source. */
  readonly source: string;
  /** A source file, or a folder with `destination.json`, as the file says it: relative to the file. */
  readonly function: string;
  readonly settings: Settings;
  readonly enabled: boolean;
  readonly retry: RetryPolicy;
}

export type ConfigResult =
  | { readonly kind: 'parsed'; readonly config: LocalConfig }
  | { readonly kind: 'refused'; readonly problems: readonly ConfigProblem[] };

/** Checks what the file holds, member by member and against each other. `input` is its parsed JSON. */
export function parseLocalConfig(input: unknown): ConfigResult {
  const shape = checkShape(input);
  if (shape.kind === 'refused') return shape;
  const { config } = shape;
  const problems = [...findClashes(config), ...findStrangers(config), ...findBadPeers(config)];
  return problems.length === 0 ? { kind: 'parsed', config } : { kind: 'refused', problems };
}

function findClashes({ sources, destinations }: LocalConfig): readonly ConfigProblem[] {
  return [
    ...findRepeated('sources', 'name', sources),
    ...findRepeated('sources', 'writeKey', sources),
    ...findRepeated('destinations', 'name', destinations),
  ];
}

function findRepeated<Member extends string>(
  list: string,
  member: Member,
  items: readonly Readonly<Record<Member, unknown>>[],
): readonly ConfigProblem[] {
  const values = items.map((each) => each[member]);
  return values.flatMap((value, index) => {
    const first = values.indexOf(value);
    if (first === index) return [];
    return [{ path: `${list}[${index}].${member}`, reason: `is that of ${list}[${first}] already` }];
  });
}

function findStrangers({ sources, destinations }: LocalConfig): readonly ConfigProblem[] {
  const names = sources.map((each) => each.name);
  const known = names.length === 0 ? 'there is none' : `use ${names.map((each) => `"${each}"`).join(', ')}`;
  return destinations.flatMap((each, index) =>
    names.includes(each.source)
      ? []
      : [
          {
            path: `destinations[${index}].source`,
            reason: `is no source's name, ${known}, is "${each.source}"`,
          },
        ],
  );
}

function findBadPeers({ allowPrivateNetwork }: LocalConfig): readonly ConfigProblem[] {
  try {
    createReachPolicy(allowPrivateNetwork);
    return [];
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return [{ path: error.path, reason: reasonOf(error) }];
  }
}
