// Has a fault, as functions do: it makes a cell for every pixel of a screen, however large the event says it is.

export async function onScreen(event, settings) {
  const { width, height } = event.context.screen;
  const cells = [];
  for (let row = 0; row < height; row += 1) cells.push(Array.from({ length: width }).fill(row));
  await report({ id: event.messageId, screen: event.name, cells: cells.length }, settings);
}

export async function onTrack(event, settings) {
  await report({ id: event.messageId, event: event.event }, settings);
}

async function report(entry, settings) {
  const response = await fetch(`${settings.endpoint}/reports`, {
    method: 'POST',
    body: JSON.stringify(entry),
  });
  if (!response.ok) throw new RetryError(`Iris Reports answered ${response.status}`);
}
