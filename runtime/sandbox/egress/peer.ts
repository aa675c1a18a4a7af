import { ParseError } from '../../contract/parse-error.ts';

/** Whom a connection goes to, as the URL names it. */
export interface Peer {
  /** Lower case, an IPv6 address without its brackets, no dot at the end. */
  readonly hostname: string;
  readonly port: number;
}

/** @returns the peer of an `http:` or `https:` URL */
export function peerOf({ hostname, port, protocol }: Pick<URL, 'hostname' | 'port' | 'protocol'>): Peer {
  const defaultPort = protocol === 'https:' ? 443 : 80;
  return {
    hostname: hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, ''),
    port: port === '' ? defaultPort : Number(port),
  };
}

export function samePeer(one: Peer, other: Peer): boolean {
  return one.hostname === other.hostname && one.port === other.port;
}

/** Reads "host:port" as people write it: "127.0.0.1:9000", "localhost:9000", "[::1]:9000". @throws ParseError */
export function parsePeer(text: string, path: string): Peer {
  const port = /:(\d+)$/.exec(text)?.[1];
  // With any scheme but http, a URL would keep "127.1" as it is; with http it drops port 80.
  const url = URL.parse(`http://${text}`);
  if (url === null || port === undefined || url.host === '' || url.href !== `http://${url.host}/`) {
    throw new ParseError(path, `must be "host:port", is "${text}"`);
  }
  return peerOf(url);
}
