import { parseArn } from '../arn/parse-arn.js';

/** What DMS runs: a classic task on an instance, or a serverless replication. */
export type ReplicationKind = 'task' | 'serverless';

/**
 * States of both kinds, as far as they call for different actions:
 *
 * ```
 * ready ──start──▶ starting ──▶ running ──stop──▶ stopping ──▶ stopped ──start──▶ starting
 *                      └──────────┴──▶ failed ──start──▶ starting
 * ```
 * `changing`: DMS works on it otherwise (creating, modifying, moving, testing), or in a way that is not known here.
 */
export type ReplicationState =
  'ready' | 'starting' | 'running' | 'stopping' | 'stopped' | 'failed' | 'changing' | 'deleting';

export type MigrationType = 'full-load' | 'cdc' | 'full-load-and-cdc';

/** How far the full load is. */
export interface ReplicationProgress {
  readonly fullLoadPercent: number;
  readonly tablesLoaded: number;
  readonly tablesLoading: number;
  readonly tablesQueued: number;
  readonly tablesErrored: number;
  readonly startedAt: Date | undefined;
  readonly stoppedAt: Date | undefined;
  readonly fullLoadFinishedAt: Date | undefined;
}

/** One replication, of either kind. */
export interface Replication {
  readonly kind: ReplicationKind;
  readonly arn: string;
  readonly identifier: string;
  readonly migrationType: MigrationType;
  readonly state: ReplicationState;
  /** The state in DMS's own words. */
  readonly status: string;
  /** Without the words “Stop Reason”: `NORMAL`, `FULL_LOAD_ONLY_FINISHED`, `FATAL_ERROR`, … */
  readonly stopReason: string | undefined;
  /** Whether it was ever started: only then may it be resumed or reloaded. */
  readonly everStarted: boolean;
  readonly progress: ReplicationProgress | undefined;
  /** JSON texts, as DMS keeps them. */
  readonly settings: string;
  readonly tableMappings: string;
  readonly sourceEndpointArn: string;
  readonly targetEndpointArn: string;
  /** Tasks only. */
  readonly instanceArn: string | undefined;
  /** Serverless only, while provisioned. */
  readonly capacityUnits: number | undefined;
  readonly provisionState: string | undefined;
  /** The newest first; empty where none is kept. */
  readonly failures: readonly string[];
  /** Where CDC would go on. */
  readonly recoveryCheckpoint: string | undefined;
  readonly cdcStartPosition: string | undefined;
  readonly cdcStopPosition: string | undefined;
}

/** What names a replication to the functions that act on it. */
export type ReplicationReference = Pick<Replication, 'kind' | 'arn'>;

const STATES: Readonly<Partial<Record<string, ReplicationState>>> = {
  ready: 'ready',
  created: 'ready',
  starting: 'starting',
  initializing: 'starting',
  'preparing metadata resources': 'starting',
  'testing connection': 'starting',
  'fetching metadata': 'starting',
  'calculating capacity': 'starting',
  'provisioning capacity': 'starting',
  'replication starting': 'starting',
  running: 'running',
  stopping: 'stopping',
  stopped: 'stopped',
  // Given back by DMS after a while at rest; it is provisioned again at the next start.
  deprovisioned: 'stopped',
  failed: 'failed',
  // A task that could not be moved to another instance, and stays where it was.
  'failed move': 'failed',
  deleting: 'deleting',
};

/** DMS types the serverless status as any text, and writes it in more than one way. */
export function replicationState(status: string): ReplicationState {
  return (
    STATES[
      status
        .toLowerCase()
        .replaceAll(/[\s_-]+/g, ' ')
        .trim()
    ] ?? 'changing'
  );
}

/** `Stop Reason FULL_LOAD_ONLY_FINISHED` as `FULL_LOAD_ONLY_FINISHED`. */
export function stopReason(text: string | undefined): string | undefined {
  const bare = text?.replace(/^stop reason\s+/i, '').trim();
  return bare === '' ? undefined : bare;
}

/** Whether it stopped because its full load was done: all there is to do for one that only loads. */
export function hasLoadEnded({ stopReason: reason }: Pick<Replication, 'stopReason'>): boolean {
  return reason === 'FULL_LOAD_ONLY_FINISHED' || reason === 'STOPPED_AFTER_FULL_LOAD';
}

/** By its ARN: `…:task:…` or `…:replication-config:…`; `undefined` for what is neither. */
export function replicationKindOf(arn: string): ReplicationKind | undefined {
  const parts = parseArn(arn);
  if (parts?.service !== 'dms') return undefined;
  const [type] = parts.resource;
  if (type === 'task') return 'task';
  return type === 'replication-config' ? 'serverless' : undefined;
}

/** The id that AWS DMS made of it: the last part of its ARN. */
export function resourceIdOf(arn: string): string {
  return parseArn(arn)?.resource.at(-1) ?? arn;
}
