export interface SpecEvent {
  readonly messageId: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly timestamp?: string;
}

export interface TrackEvent extends SpecEvent {
  readonly event: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

export interface PageEvent extends SpecEvent {
  readonly name?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

export interface IdentifyEvent extends SpecEvent {
  readonly traits?: Readonly<Record<string, unknown>>;
}

export interface Settings {
  readonly projectToken: string;
  readonly endpoint?: string;
  readonly ignoredEvents?: readonly string[];
  readonly propertyNames?: Readonly<Record<string, string>>;
}
