// Handlers may be made by other functions: here each is wrapped in what all of them have in common.

const withAddress = (handler) => async (event, settings) => {
  const address = event.traits?.email ?? event.context?.traits?.email ?? event.properties?.email;
  if (!address) throw new DropEvent('nobody to write to: the event has no email address');
  if (!address.includes('@')) throw new ValidationError('the email address has no @');
  return handler(address.toLowerCase(), event, settings);
};

onIdentify = withAddress(async (address, event, settings) => {
  await call(
    'PUT',
    `/people/${encodeURIComponent(address)}`,
    { name: event.traits.name ?? '' },
    event,
    settings,
  );
});

onGroup = withAddress(async (address, event, settings) => {
  await call(
    'PUT',
    `/lists/${encodeURIComponent(event.groupId)}/${encodeURIComponent(address)}`,
    {},
    event,
    settings,
  );
});

onTrack = withAddress(async (address, event, settings) => {
  const letters = { 'Signed Up': 'welcome', 'Order Completed': 'receipt' };
  const letter = letters[event.event];
  if (letter === undefined) throw new DropEvent(`no letter belongs to "${event.event}"`);
  await call(
    'POST',
    '/letters',
    { letter, to: address, confirm: settings.doubleOptIn === true },
    event,
    settings,
  );
});

async function call(method, path, body, event, settings) {
  const request = new Request(`${settings.endpoint || 'https://api.dune.example'}${path}`, {
    method,
    headers: {
      'X-Api-Key': settings.apiKey,
      'Content-Type': 'application/json',
      'Idempotency-Key': event.messageId,
    },
    body: JSON.stringify(body),
  });
  const response = await fetch(request);
  if (response.status >= 500) throw new RetryError(`Dune Mail answered ${response.status}`);
  if (!response.ok)
    throw new Error(`Dune Mail answered ${response.status} to ${method} ${path.split('/')[1]}`);
}
