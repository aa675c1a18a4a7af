// Nothing is wrong with this one but its partner, who sometimes takes a request and never answers.

export async function onTrack(event, settings) {
  const response = await fetch(`${settings.endpoint}/documents`, {
    method: 'POST',
    body: JSON.stringify({ id: event.messageId, text: event.event ?? event.name ?? event.type }),
  });
  if (!response.ok) throw new RetryError(`Hazel Search answered ${response.status}`);
}

export const onPage = onTrack;
export const onScreen = onTrack;
export const onGroup = onTrack;
