import type { Settings, SpecEvent } from './types.ts';

/** What Birch Analytics counts. */
export interface Measurement {
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export async function record(event: SpecEvent, measurement: Measurement, settings: Settings): Promise<void> {
  const url = new URL('v2/measurements', `${settings.endpoint || 'https://in.birch.example'}/`);
  const person = event.userId ?? event.anonymousId;
  if (person === undefined) throw new InvalidEventPayload('has neither userId nor anonymousId');
  const response = await fetch(url, {
    method: 'POST',
    headers: new Headers({
      'Content-Type': 'application/json',
      Authorization: `Basic ${btoa(`${settings.projectToken}:`)}`,
    }),
    body: JSON.stringify({ id: event.messageId, person, at: event.timestamp, ...measurement }),
  });
  if (response.status >= 500) throw new RetryError(`Birch Analytics answered ${response.status}`);
  if (!response.ok) throw new Error(`Birch Analytics refused the measurement with ${response.status}`);
}
