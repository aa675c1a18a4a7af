// A plain script, as functions are written for Segment: a top-level function for each call of the Spec.
// What it can't take for a while it asks to have again, by throwing a RetryError.

async function onIdentify(event, settings) {
  const { email, name, plan } = event.traits ?? {};
  await post('/contacts', { id: event.userId, email, name, plan }, event, settings);
}

async function onTrack(event, settings) {
  const activity = { contact: event.userId ?? event.anonymousId, name: event.event, at: event.timestamp };
  const answer = await post('/activities', { ...activity, details: event.properties }, event, settings);
  return answer;
}

async function post(path, body, event, settings) {
  const response = await fetch(`${settings.endpoint || 'https://api.acme-crm.example'}${path}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${settings.apiKey}`,
      // An event may arrive twice; by this Acme CRM knows it again.
      'Idempotency-Key': event.messageId,
    },
    body: JSON.stringify(body),
  });
  if (response.status === 429 || response.status >= 500) {
    const retryAfterSeconds = Number(response.headers.get('Retry-After')) || 0;
    throw new RetryError(`Acme CRM answered ${response.status}`, { retryAfterMs: retryAfterSeconds * 1000 });
  }
  if (!response.ok) throw new Error(`Acme CRM answered ${response.status}: ${await response.text()}`);
  return response.json();
}
