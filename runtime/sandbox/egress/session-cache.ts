/** TLS sessions are resumed after an invocation has closed its sockets; a host's share is about 2 KB. */
const MAX_SESSIONS = 100;

export interface SessionCache {
  get(peer: string): Buffer | undefined;
  set(peer: string, session: Buffer): void;
}

/** Remembers the latest TLS session of each peer; the oldest peers are forgotten. */
export function sessionCache(): SessionCache {
  const sessions = new Map<string, Buffer>();
  return {
    get: (peer) => sessions.get(peer),
    set: (peer, session) => {
      sessions.delete(peer);
      sessions.set(peer, session);
      for (const oldest of sessions.keys()) {
        if (sessions.size <= MAX_SESSIONS) break;
        sessions.delete(oldest);
      }
    },
  };
}
