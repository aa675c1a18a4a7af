const MINUTE_MS = 60_000;
/** Tokens are good for an hour; some minutes less, so that none expires on its way. */
const KEPT_MS = 55 * MINUTE_MS;

/** The account's token, fetched once for all events of the next 55 minutes, and once for events at the same time. */
export async function accessToken(settings) {
  return cache.load('access token', KEPT_MS, () => fetchToken(settings));
}

/** It was refused before its time: the next event fetches another. */
export function forgetAccessToken() {
  cache.delete('access token');
}

async function fetchToken({ account, privateKey, endpoint }) {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: account, scope: 'sheets', iat: now, exp: now + 3600 };
  const response = await fetch(`${endpoint || 'https://sheets.holly.example'}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: signJwt(claims, privateKey),
    }),
  });
  if (!response.ok) throw new RetryError(`Holly Sheets gave no token, it answered ${response.status}`);
  const { access_token: token } = await response.json();
  return token;
}

/** https://www.rfc-editor.org/rfc/rfc7519 with RS256. */
function signJwt(claims, privateKey) {
  const signed = `${base64url({ alg: 'RS256', typ: 'JWT' })}.${base64url(claims)}`;
  const signature = crypto.createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url');
  return `${signed}.${signature}`;
}

function base64url(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
