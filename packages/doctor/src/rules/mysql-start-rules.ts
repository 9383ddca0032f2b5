import type { SettingsFacts } from '../facts/pipeline-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';
import { findingOf } from './area-finding.js';

/** A file of the binary log and a place in it, a time, or a checkpoint of AWS DMS: what a MySQL source starts at. */
const POSITION = /^[^:\s]+\.\d+:\d+$/u;
const TIME = /^(?:server_time:)?\s*\d{4}-\d{2}-\d{2}T/u;
const CHECKPOINT = /^checkpoint:/u;

/** A start that AWS DMS does not know at MySQL and MariaDB: a GTID above all. */
export function mysqlStartRules({ sourceEngine, replication: read }: SettingsFacts): readonly Finding[] {
  const replication = valueOf(read);
  const position = replication?.cdcStartPosition?.trim() ?? '';
  if (sourceEngine === 'postgresql' || replication?.type === 'full-load' || position === '') return [];
  if ([POSITION, TIME, CHECKPOINT].some((form) => form.test(position))) return [];
  return [
    findingOf('task')('my-start-position', 'error', 'CdcStartPosition', {
      what: `The replication is to start at ${position}, which is neither a place in the binary log nor a time.`,
      whyItMatters:
        'AWS DMS knows no GTID as a start at MySQL and MariaDB: the replication fails, or changes are missing.',
      remedy:
        'Start it at a file of the binary log and a position in it, such as mysql-bin-changelog.000024:373; the files are listed by: SHOW BINARY LOGS; Or load as well (full-load-and-cdc), without a position. A time, such as 2026-01-31T12:00:00, is taken too.',
    }),
  ];
}
