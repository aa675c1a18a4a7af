/** An engine with the benches' handler loaded. */
export interface PeerEngine {
  /** Runs events, each the JSON text of one. @throws Error when one fails */
  run(events: readonly string[]): Promise<void>;
  dispose(): void;
}
