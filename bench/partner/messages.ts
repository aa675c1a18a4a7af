/** What a partner's process and the bench say to each other. */
export interface PartnerReport {
  readonly port: number;
  /** Requests that were under way together at most, since this was last asked. */
  readonly mostAtOnce: number;
}
