import type { PostgresFacts } from '../../facts/postgres-facts.js';
import { known } from '../../facts/read.js';
import { pipeline, POSTGRES_SETTINGS, replication, withSettings } from '../right-facts.js';
import { SLOT, pg, plugin, slots } from '../postgres-pipelines.js';
import type { WrongCase } from '../wrong-case.js';

const libraries = (shared_preload_libraries: string): Pick<PostgresFacts, 'settings'> => ({
  settings: known({ ...POSTGRES_SETTINGS, shared_preload_libraries }),
});
const started = (cdcStartPosition: string) =>
  pipeline({ settings: { replication: known(replication({}, { type: 'cdc', cdcStartPosition })) } });

export const POSTGRES_SLOT_CASES: readonly WrongCase[] = [
  {
    id: 'pg-slots-used',
    when: 'nobody reads from any',
    severity: 'error',
    subject: 'max_replication_slots',
    facts: pg({
      slots: known([{ ...SLOT, active: false }]),
      settings: withSettings({ max_replication_slots: '1' }).settings,
    }),
    also: ['pg-slot-idle'],
  },
  {
    id: 'pg-slot-lost',
    when: 'its WAL is gone',
    severity: 'error',
    subject: 'shop_slot',
    facts: pg({ slots: known([{ ...SLOT, walStatus: 'lost' }]) }),
  },
  {
    id: 'pg-slot-idle',
    when: 'it keeps little',
    severity: 'warning',
    subject: 'shop_slot',
    facts: pg({ slots: known([{ ...SLOT, active: false, retainedBytes: 4_096 }]) }),
  },
  {
    id: 'pg-slot-idle',
    when: 'it keeps gigabytes',
    severity: 'error',
    subject: 'shop_slot',
    facts: pg({ slots: known([{ ...SLOT, active: false, retainedBytes: 5e9 }]) }),
  },
  {
    id: 'pg-slot-behind',
    when: 'its reader is far behind',
    severity: 'warning',
    subject: 'shop_slot',
    facts: pg({ slots: known([{ ...SLOT, retainedBytes: 5e9 }]) }),
  },
  {
    id: 'pg-slots-used',
    when: 'a standby and another database have them all',
    severity: 'error',
    subject: 'max_replication_slots',
    facts: slots('2', { kind: 'physical', database: '' }, { database: 'crm' }),
  },
  {
    id: 'pg-slots-used',
    when: 'the replication has the last one',
    severity: 'note',
    subject: 'max_replication_slots',
    facts: slots('1', {}),
  },
  {
    id: 'pg-slot-idle',
    when: 'a standby that is gone keeps gigabytes',
    severity: 'warning',
    subject: 'standby',
    facts: slots('10', { name: 'standby', kind: 'physical', database: '', active: false, retainedBytes: 5e9 }),
  },
  {
    id: 'pg-plugin-missing',
    when: 'pglogical is named and not installed',
    severity: 'error',
    subject: 'PluginName',
    facts: plugin('pglogical', { pglogical: known('available') }),
    fix: 'endpoint',
  },
  {
    id: 'pg-plugin-missing',
    when: 'pglogical is named and not there',
    severity: 'error',
    subject: 'PluginName',
    facts: plugin('pglogical', { pglogical: known('absent'), ...libraries('') }),
    fix: 'endpoint',
  },
  {
    id: 'pg-plugin-preload',
    when: 'pglogical is installed and not loaded',
    severity: 'error',
    subject: 'shared_preload_libraries',
    facts: plugin('no-preference', { pglogical: known('installed'), ...libraries('auto_explain') }),
    fix: 'endpoint',
  },
  {
    id: 'pg-start-time',
    when: 'it starts at a time',
    severity: 'error',
    subject: 'CdcStartPosition',
    facts: started('2026-01-31T12:00:00'),
  },
  {
    id: 'pg-start-time',
    when: 'it starts at a time of the server',
    severity: 'error',
    subject: 'CdcStartPosition',
    facts: started('server_time:2026-01-31T12:00:00'),
  },
];
