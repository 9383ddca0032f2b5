import type { PostgresFacts } from '../facts/postgres-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding, Severity } from '../finding.js';
import { IN_PARAMETER_GROUP, settingStatements } from '../prepare/postgres-server-steps.js';
import { POSTGRES_SETTINGS, SLOT_LIMIT } from '../prepare/wanted-settings.js';
import { statementsThen } from '../text/statements-then.js';
import { sourceFinding } from './source-finding.js';

/** How a PostgreSQL server is set up, and whether a change waits for a restart. */
export function postgresServerRules(facts: PostgresFacts): readonly Finding[] {
  const settings = valueOf(facts.settings);
  const replica = valueOf(facts.isReplica) === true ? [isReplica()] : [];
  return settings === undefined
    ? replica
    : [
        ...replica,
        ...wantedSettings(facts, settings),
        ...(valueOf(facts.pglogical) === 'installed' ? workers(settings) : []),
        ...slotLimit(facts, settings),
      ];
}

function isReplica(): Finding {
  return sourceFinding('pg-replica', 'error', 'pg_is_in_recovery()', {
    what: 'The source is a read replica.',
    whyItMatters: 'AWS DMS cannot read changes of a replica: after the load nothing follows.',
    remedy: 'Name the primary server as the host of the source endpoint.',
  });
}

interface SettingTexts {
  readonly id: string;
  readonly severity: Severity;
  readonly whyItMatters: string;
}

const TEXTS: Readonly<Record<string, SettingTexts>> = {
  wal_level: {
    id: 'pg-wal-level',
    severity: 'error',
    whyItMatters: 'The WAL does not hold what logical decoding needs: no change can be read.',
  },
  max_replication_slots: {
    id: 'pg-replication-slots',
    severity: 'error',
    whyItMatters: 'Each replication needs a slot: it cannot start.',
  },
  max_wal_senders: {
    id: 'pg-wal-senders',
    severity: 'error',
    whyItMatters: 'Each replication needs a sender: it cannot start.',
  },
  wal_sender_timeout: {
    id: 'pg-wal-sender-timeout',
    severity: 'warning',
    whyItMatters:
      'Below 10 s a pause of AWS DMS ends its session; from 5 min on a dead session keeps the slot busy ("replication slot is active").',
  },
};

function wantedSettings(facts: PostgresFacts, settings: Readonly<Record<string, string>>): readonly Finding[] {
  const pending = valueOf(facts.pendingSettings) ?? {};
  return POSTGRES_SETTINGS.flatMap((setting) => {
    const { name, isRight, change } = setting;
    const value = settings[name];
    const texts = TEXTS[name];
    if (value === undefined || texts === undefined || isRight(value.toLowerCase())) return [];
    const { id, severity, whyItMatters } = texts;
    const what = `${name} is ${value}.`;
    if (facts.hosting === 'rds')
      return [sourceFinding(id, severity, name, { what, whyItMatters, remedy: IN_PARAMETER_GROUP[name] ?? '' })];
    const waiting = pending[name];
    if (waiting !== undefined && isRight(waiting.toLowerCase())) {
      return [
        sourceFinding(id, severity, name, {
          what: `${what} ${name} = ${waiting} is set and waits for a restart.`,
          whyItMatters,
          remedy: 'Restart the server.',
        }),
      ];
    }
    return [
      sourceFinding(id, severity, name, {
        what,
        whyItMatters,
        remedy: statementsThen(settingStatements([setting]), change === 'restart' ? 'Restart the server.' : ''),
        step: facts.readerIsSuperuser ? 'server-settings' : undefined,
      }),
    ];
  });
}

function workers(settings: Readonly<Record<string, string>>): readonly Finding[] {
  const of = (name: string): number => Number(settings[name] ?? '0');
  const needed = of('max_logical_replication_workers') + of('autovacuum_max_workers') + of('max_parallel_workers');
  if (of('max_worker_processes') >= needed || settings['max_worker_processes'] === undefined) return [];
  return [
    sourceFinding('pg-worker-processes', 'note', 'max_worker_processes', {
      what: `max_worker_processes is ${of('max_worker_processes')}; replication, autovacuum and parallel queries together may want ${needed}.`,
      whyItMatters: 'Under load a worker of pglogical may not start.',
      remedy: `Set max_worker_processes to ${needed} or more (needs a restart).`,
    }),
  ];
}

function slotLimit(facts: PostgresFacts, settings: Readonly<Record<string, string>>): readonly Finding[] {
  const limit = settings['max_slot_wal_keep_size'];
  if (limit === undefined) return [];
  if (Number(limit) === -1) {
    return [
      sourceFinding('pg-slot-unlimited', 'note', 'max_slot_wal_keep_size', {
        what: 'A slot may keep WAL without limit.',
        whyItMatters:
          'While the replication is stopped the disk of the source fills up; a limit would end the replication instead, and everything would have to be loaded again.',
        remedy: 'Alarm on the free disk of the source; drop the slot when a replication is deleted.',
      }),
    ];
  }
  if (SLOT_LIMIT.isRight(limit)) return [];
  const isOwn = facts.hosting === 'self-managed';
  return [
    sourceFinding('pg-slot-limit', 'warning', 'max_slot_wal_keep_size', {
      what: `A slot may keep ${limit} MB of WAL.`,
      whyItMatters: 'A pause with more changes than that ends the replication: everything has to be loaded again.',
      remedy: isOwn ? statementsThen(settingStatements([SLOT_LIMIT])) : (IN_PARAMETER_GROUP[SLOT_LIMIT.name] ?? ''),
      step: isOwn && facts.readerIsSuperuser ? 'slot-limit' : undefined,
    }),
  ];
}
