// A single file without a manifest. It tells a team's channel of large orders, and drops everything else.

async function onTrack(event, settings) {
  if (event.event !== 'Order Completed') throw new DropEvent('not an order');
  const { total = 0, currency = 'EUR', order_id: order } = event.properties ?? {};
  if (typeof total !== 'number')
    throw new InvalidEventPayload(`total must be a number, is a ${typeof total}`);
  if (total < Number(settings.minimum || 100))
    throw new DropEvent(`${total} ${currency} is below the minimum`);

  // A channel that is slow today may not hold the others up.
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(new RetryError('Elm Alerts took longer than 2 s')), 2000);
  try {
    const response = await fetch(settings.endpoint || 'https://hooks.elm.example/alerts', {
      method: 'POST',
      headers: { 'Idempotency-Key': event.messageId },
      body: new URLSearchParams({ text: `Order ${order}: ${total.toFixed(2)} ${currency}` }),
      signal: giveUp.signal,
    });
    if (response.status >= 500) throw new RetryError(`Elm Alerts answered ${response.status}`);
    if (!response.ok) throw new Error(`Elm Alerts answered ${response.status}`);
  } finally {
    clearTimeout(timer);
  }
}
