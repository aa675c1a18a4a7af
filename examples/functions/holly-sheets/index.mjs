// A JavaScript module. Its partner wants a token, which a JWT signed with the account's key is exchanged for: the cache
// keeps it for the events to come.
import { accessToken, forgetAccessToken } from './access-token.mjs';

export async function onTrack(event, settings) {
  const url = `${settings.endpoint || 'https://sheets.holly.example'}/sheets/${encodeURIComponent(settings.sheet)}/rows`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${await accessToken(settings)}` },
    body: JSON.stringify({
      cells: [event.timestamp, event.userId, event.event, JSON.stringify(event.properties)],
    }),
  });
  if (response.status === 401) {
    forgetAccessToken();
    throw new RetryError('Holly Sheets refused the token');
  }
  if (response.status === 429 || response.status >= 500) {
    throw new RetryError(`Holly Sheets answered ${response.status}`);
  }
  if (!response.ok) throw new Error(`Holly Sheets answered ${response.status}: ${await response.text()}`);
}
