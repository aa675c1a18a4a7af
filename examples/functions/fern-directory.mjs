// A module with a default export, for the calls that change who somebody is: groups, aliases and deletions.

const kinds = { group: 'memberships', alias: 'names', delete: 'removals' };

function personOf({ userId, anonymousId }) {
  const person = userId ?? anonymousId;
  if (!person) throw new ValidationError('has neither userId nor anonymousId');
  return person;
}

async function send(event, body, settings) {
  const response = await fetch(
    `${settings.endpoint || 'https://directory.fern.example'}/${kinds[event.type]}`,
    {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Fern-Token': settings.apiKey,
        'Idempotency-Key': event.messageId,
      },
      body: JSON.stringify(body),
    },
  );
  if (response.status === 429 || response.status >= 500)
    throw new RetryError(`Fern answered ${response.status}`);
  if (!response.ok) throw new Error(`Fern answered ${response.status}`);
}

export default {
  async onGroup(event, settings) {
    if (!event.groupId) throw new ValidationError('groupId is missing');
    await send(
      event,
      { person: personOf(event), group: event.groupId, traits: event.traits ?? {} },
      settings,
    );
  },

  async onAlias(event, settings) {
    await send(event, { person: personOf(event), before: event.previousId }, settings);
  },

  async onDelete(event, settings) {
    await send(event, { person: personOf(event) }, settings);
  },
};
