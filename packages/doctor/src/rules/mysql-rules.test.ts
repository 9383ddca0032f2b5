import { describe, expect, it } from 'vitest';
import { diagnose } from '../diagnose.js';
import type { MysqlFacts } from '../facts/mysql-facts.js';
import { known, unread } from '../facts/read.js';
import type { Finding } from '../finding.js';
import { planMysqlPreparation } from '../prepare/plan-mysql-preparation.js';
import { DEFAULT_PREPARATION } from '../prepare/preparation-step.js';
import {
  accountRights,
  column,
  mysql,
  MYSQL_VARIABLES,
  mysqlTable,
  pipeline,
  sourceEndpoint,
} from '../testing/right-facts.js';

const findings = (
  facts: Partial<MysqlFacts>,
  settings: Readonly<Record<string, unknown>> = { ServerTimezone: 'UTC' },
): readonly Finding[] =>
  diagnose(
    pipeline({ source: mysql(facts), settings: { sourceEndpoint: known(sourceEndpoint('mysql', { settings })) } }),
  );
const found = (
  id: string,
  facts: Partial<MysqlFacts>,
  settings?: Readonly<Record<string, unknown>>,
): Finding | undefined => findings(facts, settings).find((finding) => finding.id === id);
const variables = (changed: Readonly<Record<string, string>>): Pick<MysqlFacts, 'variables'> => ({
  variables: known({ ...MYSQL_VARIABLES, ...changed }),
});

describe('what is printed', () => {
  it.each([
    { engine: 'mariadb', version: '10.11.6-MariaDB', ...variables({ binlog_format: 'mixed' }) },
    { version: '5.7.44', ...variables({ server_id: '0' }) },
    { version: '8.4.6', ...variables({ binlog_row_value_options: 'partial_json' }) },
    { rights: known([accountRights({ account: "d'ms@127.0.0.1", global: [] })]) },
    { rights: known([accountRights({ account: 'dms@10.%', closedSchemas: ['shop_2', 'a`b'] })]) },
    { ...variables({ binlog_expire_logs_seconds: '3600' }) },
  ] satisfies readonly Partial<MysqlFacts>[])('is what --fix runs: %o', (facts) => {
    const [step] = planMysqlPreparation(mysql(facts), DEFAULT_PREPARATION);
    const finding = findings(facts).find(({ fix }) => fix?.kind === 'source' && fix.step === step?.id);
    expect(step?.statements.length).toBeGreaterThan(0);
    expect(finding?.remedy).toContain(step?.statements.map((statement) => `${statement};`).join(' '));
  });

  it('counts one hour as one', () => {
    expect(found('my-binlog-retention', variables({ binlog_expire_logs_seconds: '3600' }))?.what).toBe(
      'Binary logs are kept for 1 hour.',
    );
  });

  it('names the right of XA only where the server has it', () => {
    expect(found('my-xa', { version: '8.0.36' })?.remedy).toContain("GRANT XA_RECOVER_ADMIN ON *.* TO 'dms'@'%';");
    expect(
      found('my-xa', { version: '8.0.36', rights: known([accountRights({ global: ['ALL PRIVILEGES'] })]) })?.remedy,
    ).not.toContain('GRANT');
    expect(found('my-xa', { engine: 'mariadb', version: '10.11.6-MariaDB' })?.remedy).not.toContain('GRANT');
  });
});

it('does not speak of cascades where the server carries them out and logs them', () => {
  const cascade = { schema: 'shop', table: 'lines', name: 'of_order', onDelete: 'CASCADE', onUpdate: 'RESTRICT' };
  expect(
    found('my-cascade', { cascadingKeys: known([cascade]), ...variables({ innodb_native_foreign_keys: 'off' }) }),
  ).toBeUndefined();
});

it('looks at the schemas that are ignored only where none is named to be logged', () => {
  expect(found('my-binlog-filter', { binlogFilter: known({ only: ['shop'], without: ['shop'] }) })).toBeUndefined();
  expect(found('my-binlog-filter', { binlogFilter: known({ only: [], without: ['SHOP'] }) })).toBeUndefined();
});

describe('the time zone', () => {
  const at = (name: string, ...offsets: readonly [number, number]): Partial<MysqlFacts> => ({
    timeZone: known({ name, offsets }),
    tables: known([mysqlTable({ columns: [column('at', 'timestamp')] })]),
  });
  const zone = (facts: Partial<MysqlFacts>, ServerTimezone?: string) =>
    found('my-server-timezone', facts, ServerTimezone === undefined ? {} : { ServerTimezone });

  it('is right where endpoint and server mean the same by whatever name', () => {
    expect(zone(at('CEST', 60, 120), 'Europe/Vienna')).toBeUndefined();
    expect(zone(at('Europe/Berlin', 60, 120), 'Europe/Vienna')).toBeUndefined();
    expect(zone(at('+02:00', 120, 120), 'Etc/GMT-2')).toBeUndefined();
    expect(zone(at('PDT', -480, -420), 'US/Pacific')).toBeUndefined();
    expect(zone(at('UTC', 0, 0))).toBeUndefined();
    expect(zone(at('IST', 330, 330), 'Asia/Kolkata')).toBeUndefined();
  });

  it('is named as it has to be set', () => {
    expect(zone(at('+02:00', 120, 120), 'UTC')).toMatchObject({
      what: 'ServerTimezone is UTC; the time zone of the server is +02:00 (UTC+2). TIMESTAMP columns: shop.orders.at.',
      fix: { kind: 'endpoint', settings: { ServerTimezone: 'Etc/GMT-2' } },
    });
    expect(zone(at('Europe/Vienna', 60, 120))).toMatchObject({
      what: 'ServerTimezone is not set, which means UTC; the time zone of the server is Europe/Vienna (UTC+1 in January and UTC+2 in July). TIMESTAMP columns: shop.orders.at.',
      fix: { settings: { ServerTimezone: 'Europe/Vienna' } },
    });
    expect(zone(at('+00:00', 0, 0), 'Europe/Vienna')?.fix).toMatchObject({ settings: { ServerTimezone: 'UTC' } });
    expect(zone(at('-05:30', -330, -330), 'UTC')?.fix).toBeUndefined();
    expect(zone(at('UTC', 0, 0), 'Europe/Viena')?.fix).toMatchObject({ settings: { ServerTimezone: 'UTC' } });
  });

  it('means nothing where there are no TIMESTAMPs', () => {
    expect(
      zone({ ...at('+02:00', 120, 120), tables: known([mysqlTable({ columns: [column('at', 'datetime')] })]) }, 'UTC'),
    ).toBeUndefined();
  });
});

describe('LOBs', () => {
  const lobs = (count: number) => ({
    tables: known([
      mysqlTable({ columns: Array.from({ length: count }, (_, at) => column(`c${at}`, 'longtext', true)) }),
    ]),
  });

  it('are asked after by statements that run', () => {
    expect(found('my-lob-truncation', lobs(1))?.remedy).toContain('SELECT MAX(LENGTH(`c0`)) FROM `shop`.`orders`;');
    expect(found('task-lob-row', lobs(2))?.remedy).toContain(
      'SELECT MAX(COALESCE(LENGTH(`c0`), 0) + COALESCE(LENGTH(`c1`), 0)) FROM `shop`.`orders`;',
    );
  });

  it('of a row fit where there is one, or where they are small enough', () => {
    expect(found('task-lob-row', lobs(1))).toBeUndefined();
    const small = pipeline({ source: mysql(lobs(2)), settings: {} });
    const replication = small.settings.replication!;
    if (!replication.known) throw new Error('It is known.');
    const settings = {
      ...small.settings,
      replication: known({
        ...replication.value,
        taskSettings: known({ TargetMetadata: { SupportLobs: true, LimitedSizeLobMode: true, LobMaxSize: 350 } }),
      }),
    };
    expect(diagnose({ ...small, settings }).filter(({ id }) => id === 'task-lob-row')).toEqual([]);
  });
});

it('says of what only an administrator sees that it was not seen, without a fault in it', () => {
  const blind = { ...unread('denied'), needless: true } as const;
  expect(
    findings({ openTransactions: blind, isReplica: blind })
      .filter(({ id }) => id === 'unread')
      .map(({ severity, subject }) => `${severity} ${subject}`),
  ).toEqual(['note is replica', 'note open transactions']);
});
