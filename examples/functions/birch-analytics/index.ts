// A TypeScript module: its handlers are its named exports, and it may import files and npm packages.
import { record } from './birch-client.ts';
import { renameProperties } from './rename-properties.ts';
import type { IdentifyEvent, PageEvent, Settings, TrackEvent } from './types.ts';

export async function onTrack(event: TrackEvent, settings: Settings): Promise<void> {
  if (settings.ignoredEvents?.includes(event.event)) {
    throw new DropEvent(`"${event.event}" is one of the events to leave out`);
  }
  const properties = renameProperties(event.properties ?? {}, settings.propertyNames ?? {});
  await record(event, { name: event.event, properties }, settings);
}

export async function onPage(event: PageEvent, settings: Settings): Promise<void> {
  await record(
    event,
    { name: `Viewed ${event.name ?? 'a page'}`, properties: event.properties ?? {} },
    settings,
  );
}

export const onScreen = onPage;

export async function onIdentify(event: IdentifyEvent, settings: Settings): Promise<void> {
  await record(event, { name: '$identify', properties: event.traits ?? {} }, settings);
}
