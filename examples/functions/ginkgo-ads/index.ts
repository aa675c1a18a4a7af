// A TypeScript module with a package from npm, files of its own and a JSON file. What it says of people it hashes, and what
// it sends it signs.
import * as z from 'zod/mini';
import conversions from './conversions.json';
import { personOf } from './person.ts';

const Track = z.object({
  messageId: z.string(),
  event: z.string(),
  userId: z.optional(z.string()),
  timestamp: z.optional(z.string()),
  properties: z.object({
    total: z._default(z.number(), 0),
    currency: z._default(z.string(), 'EUR'),
    email: z.unknown(),
  }),
});

interface Settings {
  readonly pixelId: string;
  readonly secret: string;
  readonly endpoint?: string;
}

export async function onTrack(event: unknown, settings: Settings): Promise<void> {
  const parsed = Track.safeParse(event);
  if (!parsed.success) throw new InvalidEventPayload(z.prettifyError(parsed.error));
  const track = parsed.data;
  if (!isConversion(track.event)) throw new DropEvent(`"${track.event}" is no conversion`);

  const { total, currency } = track.properties;
  const body = JSON.stringify({
    id: track.messageId,
    name: conversions[track.event],
    at: track.timestamp,
    value: { total, currency },
    person: personOf(track),
  });
  const signature = crypto.createHmac('sha256', settings.secret).update(body).digest('hex');
  const url = new URL(
    `pixels/${encodeURIComponent(settings.pixelId)}/conversions`,
    `${settings.endpoint || 'https://api.ginkgo.example'}/`,
  );
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Ginkgo-Signature': `sha256=${signature}` },
    body,
  });
  if (response.status >= 500) throw new RetryError(`Ginkgo Ads answered ${response.status}`);
  if (!response.ok) throw new Error(`Ginkgo Ads answered ${response.status}: ${await response.text()}`);
}

function isConversion(name: string): name is keyof typeof conversions {
  return Object.hasOwn(conversions, name);
}
