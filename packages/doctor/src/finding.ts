/**
 * `error`: rows are lost or damaged, or nothing runs. `warning`: they can be, under conditions that occur. `note`: a
 * limit that nothing mends, to know of.
 */
export const SEVERITIES = ['error', 'warning', 'note'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const AREAS = [
  'source',
  'source-endpoint',
  'target-endpoint',
  'task',
  'mappings',
  'stream',
  'roles',
  'replication',
  'sink',
  'target',
  'stack',
] as const;
export type Area = (typeof AREAS)[number];

/** What a call or a statement does to mend a finding; who carries it out is the caller. */
export type Fix =
  /** A step of `planPreparation`, by its id. */
  | { readonly kind: 'source'; readonly step: string }
  /** Settings of an endpoint, as in `ModifyEndpoint`. */
  | {
      readonly kind: 'endpoint';
      readonly endpoint: 'source' | 'target';
      readonly settings: Readonly<Record<string, unknown>>;
    }
  /** A part of the task settings, to be laid over those that are there; only while the replication is stopped. */
  | { readonly kind: 'task-settings'; readonly settings: TaskSettings }
  | { readonly kind: 'stream-retention'; readonly hours: number }
  | { readonly kind: 'stream-encryption' }
  /** Settings of the event source mapping, as in `UpdateEventSourceMapping`. */
  | { readonly kind: 'event-source-mapping'; readonly settings: Readonly<Record<string, unknown>> };

export type TaskSettings = { readonly [section: string]: unknown };

/** One thing that is wrong, or could not be looked at. */
export interface Finding {
  /** Which rule found it; `unread` where something could not be read. */
  readonly id: string;
  readonly severity: Severity;
  readonly area: Area;
  /** The table, setting or resource that it is about. */
  readonly subject: string;
  readonly what: string;
  /** What is lost, or does not work, while it stays so. */
  readonly whyItMatters: string;
  /** The exact statement, setting or command. */
  readonly remedy: string;
  readonly fix?: Fix;
}
