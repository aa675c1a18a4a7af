/**
 * What every AWS client is made with. A request that hangs costs the batch that waits for it, so it is given up after a
 * few seconds and tried again; the SDK's own default is to wait for ever.
 */
export const CLIENT_SETTINGS = {
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 2_000,
    requestTimeout: 5_000,
    throwOnRequestTimeout: true,
    // For an answer whose body stalls.
    socketTimeout: 5_000,
  },
} as const;
