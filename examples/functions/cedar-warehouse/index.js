// A function for batches: it gets events of all types together, and says of each how it went.

async function onBatch(events, settings) {
  const rows = events.map((event) => ({
    id: event.messageId,
    type: event.type,
    who: event.userId ?? event.anonymousId ?? null,
    what: event.event ?? event.name ?? null,
    at: event.timestamp ?? null,
    data: event.properties ?? event.traits ?? {},
  }));
  const url = `${settings.endpoint || 'https://load.cedar.example'}/tables/${settings.table || 'events'}/rows`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${settings.token}` },
    body: JSON.stringify({ rows }),
  });
  // An answer of 429 or 5xx for all of them has every event sent again.
  if (!response.ok)
    return events.map(() => ({ status: response.status, errormessage: 'rows were not loaded' }));

  // Cedar loads the rows that it can and names the others by their place: those alone come again, or are kept.
  const { failed = [] } = await response.json();
  const failures = new Map(failed.map(({ row, status, reason }) => [row, { status, errormessage: reason }]));
  return events.map((_, index) => failures.get(index) ?? { status: 200 });
}
