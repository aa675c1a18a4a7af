// A function that uploads files: each batch is one, as a form of multipart/form-data has it. What goes wrong goes wrong for
// all of its events, so it throws and returns no statuses.

async function onBatch(events, settings) {
  const lines = events.map((event) => `${JSON.stringify(event)}\n`);
  const form = new FormData();
  form.append('folder', settings.folder || 'events');
  form.append('count', String(events.length));
  form.append('file', new Blob(lines, { type: 'application/x-ndjson' }), `${events[0].messageId}.ndjson`);
  const response = await fetch(`${settings.endpoint || 'https://upload.larch.example'}/files`, {
    method: 'POST',
    headers: { 'X-Api-Key': settings.apiKey },
    body: form,
  });
  if (response.status === 429 || response.status === 503) {
    throw new RetryError(`Larch Archive answered ${response.status}`, {
      retryAfterMs: retryAfterMs(response),
    });
  }
  if (!response.ok) throw new Error(`Larch Archive answered ${response.status}: ${await response.text()}`);
}

// The header is a number of seconds or a date; nothing or nonsense leaves the wait to Sluice.
function retryAfterMs(response) {
  const value = response.headers.get('Retry-After') ?? '';
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return ms > 0 ? ms : undefined;
}
