import type { PostgresFacts } from '../../facts/postgres-facts.js';
import { known } from '../../facts/read.js';
import { DDL_AUDIT, pipeline, POSTGRES_RIGHTS, sourceEndpoint, withSettings } from '../right-facts.js';
import { pg } from '../postgres-pipelines.js';
import type { WrongCase } from '../wrong-case.js';

const setting = (settings: Readonly<Record<string, string>>) => pipeline({ source: withSettings(settings) });
const rightsOf = (given: Partial<typeof POSTGRES_RIGHTS>): Pick<PostgresFacts, 'rights'> => ({
  rights: known({ ...POSTGRES_RIGHTS, ...given }),
});

export const POSTGRES_SERVER_CASES: readonly WrongCase[] = [
  {
    id: 'pg-replica',
    when: 'it is a replica',
    severity: 'error',
    subject: 'pg_is_in_recovery()',
    facts: pg({ isReplica: known(true) }),
  },
  {
    id: 'pg-wal-level',
    when: 'wal_level is replica',
    severity: 'error',
    subject: 'wal_level',
    facts: setting({ wal_level: 'replica' }),
    fix: 'source',
  },
  {
    id: 'pg-wal-level',
    when: 'RDS has it in a parameter group',
    severity: 'error',
    subject: 'wal_level',
    facts: pg({
      hosting: 'rds',
      ...rightsOf({ memberOf: ['rds_replication', 'rds_superuser'] }),
      settings: known({ wal_level: 'replica' }),
    }),
  },
  {
    id: 'pg-wal-level',
    when: 'the right value waits for a restart',
    severity: 'error',
    subject: 'wal_level',
    facts: pg({ settings: known({ wal_level: 'replica' }), pendingSettings: known({ wal_level: 'logical' }) }),
  },
  {
    id: 'pg-replication-slots',
    when: 'there are none',
    severity: 'error',
    subject: 'max_replication_slots',
    facts: setting({ max_replication_slots: '0' }),
    fix: 'source',
  },
  {
    id: 'pg-wal-senders',
    when: 'there are none',
    severity: 'error',
    subject: 'max_wal_senders',
    facts: setting({ max_wal_senders: '0' }),
    fix: 'source',
  },
  {
    id: 'pg-wal-sender-timeout',
    when: 'it is below ten seconds',
    severity: 'warning',
    subject: 'wal_sender_timeout',
    facts: setting({ wal_sender_timeout: '5000' }),
    fix: 'source',
  },
  {
    id: 'pg-wal-sender-timeout',
    when: 'it is five minutes',
    severity: 'warning',
    subject: 'wal_sender_timeout',
    facts: setting({ wal_sender_timeout: '300000' }),
    fix: 'source',
  },
  {
    id: 'pg-worker-processes',
    when: 'pglogical may lack workers',
    severity: 'note',
    subject: 'max_worker_processes',
    facts: pg({ pglogical: known('installed'), settings: withSettings({ max_worker_processes: '8' }).settings }),
  },
  {
    id: 'pg-slot-unlimited',
    when: 'a slot keeps what it wants',
    severity: 'note',
    subject: 'max_slot_wal_keep_size',
    facts: setting({ max_slot_wal_keep_size: '-1' }),
  },
  {
    id: 'pg-slot-limit',
    when: 'a slot keeps little',
    severity: 'warning',
    subject: 'max_slot_wal_keep_size',
    facts: setting({ max_slot_wal_keep_size: '64' }),
    fix: 'source',
  },
  {
    id: 'pg-ddl-audit-missing',
    when: 'the user may not make it',
    severity: 'error',
    subject: 'public',
    facts: pg({ ddlAudit: known({ schema: 'public', table: false, function: false }) }),
    fix: 'source',
  },
  {
    id: 'pg-ddl-audit-missing',
    when: 'a superuser makes it',
    severity: 'note',
    subject: 'public',
    facts: pg({
      ...rightsOf({ superuser: true }),
      ddlAudit: known({ schema: 'public', table: false, function: false }),
    }),
    fix: 'source',
  },
  {
    id: 'pg-ddl-audit-broken',
    when: 'the trigger has lost its table',
    severity: 'error',
    subject: 'public',
    facts: pg({
      ddlAudit: known({
        schema: 'public',
        table: false,
        function: true,
        trigger: { state: 'fires', schema: 'public' },
      }),
    }),
    fix: 'source',
  },
  {
    id: 'pg-ddl-audit-left-over',
    when: 'the endpoint does not use it',
    severity: 'warning',
    subject: 'public',
    facts: pipeline({
      settings: {
        sourceEndpoint: known(
          sourceEndpoint('postgresql', { settings: { ...sourceEndpoint('postgresql').settings, CaptureDdls: false } }),
        ),
      },
    }),
    also: ['pg-capture-ddls'],
  },
  {
    id: 'pg-wal-sender-timeout',
    when: 'who reads may not set it',
    severity: 'warning',
    subject: 'wal_sender_timeout',
    facts: pg({ readerIsSuperuser: false, settings: withSettings({ wal_sender_timeout: '5000' }).settings }),
  },
  {
    id: 'pg-slot-limit',
    when: 'RDS has it in a parameter group',
    severity: 'warning',
    subject: 'max_slot_wal_keep_size',
    facts: pg({
      hosting: 'rds',
      hbaLines: known(undefined),
      rights: known({ ...POSTGRES_RIGHTS, memberOf: ['rds_replication', 'rds_superuser'] }),
      settings: withSettings({ max_slot_wal_keep_size: '64' }).settings,
    }),
  },
  {
    id: 'pg-ddl-audit-disabled',
    when: 'the trigger is disabled',
    severity: 'error',
    subject: 'public',
    facts: pg({ ddlAudit: known({ ...DDL_AUDIT, trigger: { state: 'disabled', schema: 'public' } }) }),
    fix: 'source',
  },
  {
    id: 'pg-ddl-audit-disabled',
    when: 'the trigger fires for a replica',
    severity: 'error',
    subject: 'public',
    facts: pg({ ddlAudit: known({ ...DDL_AUDIT, trigger: { state: 'replica', schema: 'public' } }) }),
    fix: 'source',
  },
  {
    id: 'pg-ddl-audit-elsewhere',
    when: 'the endpoint names another schema',
    severity: 'error',
    subject: 'public',
    facts: pg({
      ddlAudit: known({ ...DDL_AUDIT, table: false, function: false, trigger: { state: 'fires', schema: 'audit' } }),
    }),
    fix: 'endpoint',
  },
];
