import type { SettingsFacts } from '../facts/pipeline-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';

/**
 * Rules of the source and its endpoint that are about changes alone: what is logged, kept and read from the log, and what
 * AWS DMS waits for before it follows changes. A load alone starts at once and reads tables by queries. Not among them: a slot
 * that nobody reads, which fills the disk all the same, and objects for DDL that break it.
 */
export const CHANGE_RULES: ReadonlySet<string> = new Set([
  'pg-wal-level',
  'pg-replication-slots',
  'pg-slots-used',
  'pg-wal-senders',
  'pg-wal-sender-timeout',
  'pg-worker-processes',
  'pg-plugin-missing',
  'pg-plugin-preload',
  'pg-replica',
  'pg-slot-lost',
  'pg-slot-behind',
  'pg-slot-limit',
  'pg-slot-unlimited',
  'pg-replication-right',
  'pg-heartbeat-right',
  'pg-ddl-audit-missing',
  'pg-ddl-audit-disabled',
  'pg-ddl-audit-elsewhere',
  'pg-keyless-changes',
  'pg-no-identity',
  'pg-identity-lost',
  'pg-identity-plugin',
  'pg-unlogged',
  'pg-partitioned',
  'pg-inherited',
  'pg-unchanged-lobs',
  'pg-truncate',
  'pg-hidden-ddl',
  'my-no-binlog',
  'my-binlog-format',
  'my-binlog-row-image',
  'my-binlog-row-values',
  'my-binlog-filter',
  'my-binlog-checksum',
  'my-binlog-compression',
  'my-binlog-retention',
  'my-server-id',
  'my-replica-updates',
  'my-reader',
  'my-replication-right',
  'my-cascade',
  'my-unsupported-ddl',
  'my-xa',
  'open-transaction',
  'pg-heartbeat',
  'pg-capture-ddls',
]);

/** Without those about changes, where it is known that none follow. */
export function concerning({ replication }: SettingsFacts, findings: readonly Finding[]): readonly Finding[] {
  return valueOf(replication)?.type === 'full-load' ? findings.filter(({ id }) => !CHANGE_RULES.has(id)) : findings;
}
