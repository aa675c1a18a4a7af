/** The stages that are Lambda functions behind queues, in the order of the flow; each has its `functions/<stage>/handler.ts`. */
export const STAGES = ['router', 'dispatcher', 'dead-letters', 'rejected-events'] as const;
export type StageName = (typeof STAGES)[number];
