import type { SettingsFacts } from '../facts/pipeline-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';

/** A time instead of a position: `2026-01-31T12:00:00`, `server_time:2026-01-31T12:00:00`. */
const TIME = /^(?:(?:server|commit)_time:)?\s*\d{4}-\d{2}-\d{2}/u;

/** A start that PostgreSQL does not have: its WAL is read from a position on, by a slot that kept it. */
export function postgresStartRules({ sourceEngine, replication: read }: SettingsFacts): readonly Finding[] {
  const replication = valueOf(read);
  const position = replication?.cdcStartPosition ?? '';
  if (sourceEngine !== 'postgresql' || replication?.type === 'full-load' || !TIME.test(position)) return [];
  return [
    {
      id: 'pg-start-time',
      severity: 'error',
      area: 'task',
      subject: 'CdcStartPosition',
      what: `The replication is to start at a time (${position}).`,
      whyItMatters:
        'AWS DMS cannot find a time in the WAL of PostgreSQL: the replication fails, or changes are missing.',
      remedy:
        'Start it at a position: CdcStartPosition as LSN, with the slot that kept the WAL since as SlotName of the source endpoint. Both are told by: SELECT slot_name, confirmed_flush_lsn FROM pg_replication_slots; Or load as well (full-load-and-cdc), without a position.',
    },
  ];
}
