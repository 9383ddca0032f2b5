import { expect, it } from 'vitest';
import { known } from '../facts/read.js';
import { replication } from '../testing/right-facts.js';
import { mysqlStartRules } from './mysql-start-rules.js';

const found = (cdcStartPosition: string, sourceEngine: 'mysql' | 'postgresql' = 'mysql') =>
  mysqlStartRules({ sourceEngine, replication: known(replication({}, { type: 'cdc', cdcStartPosition })) });

it.each([
  'mysql-bin-changelog.000024:373',
  '2026-01-31T12:00:00',
  'server_time:2026-01-31T12:00:00',
  'checkpoint:V1#27#mysql-bin-changelog.157832:1975:-1:2002:677883278264080:mysql-bin-changelog.157832:1876#0#0#*#0#93',
])('takes %s', (position) => {
  expect(found(position)).toEqual([]);
});

it('names a GTID as what AWS DMS does not know, and says what it does', () => {
  expect(found('0-1-270')).toEqual([
    {
      id: 'my-start-position',
      severity: 'error',
      area: 'task',
      subject: 'CdcStartPosition',
      what: 'The replication is to start at 0-1-270, which is neither a place in the binary log nor a time.',
      whyItMatters:
        'AWS DMS knows no GTID as a start at MySQL and MariaDB: the replication fails, or changes are missing.',
      remedy:
        'Start it at a file of the binary log and a position in it, such as mysql-bin-changelog.000024:373; the files are listed by: SHOW BINARY LOGS; Or load as well (full-load-and-cdc), without a position. A time, such as 2026-01-31T12:00:00, is taken too.',
    },
  ]);
  expect(found('0/16E1F98', 'postgresql')).toEqual([]);
});
