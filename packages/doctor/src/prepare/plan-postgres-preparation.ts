import { valueOf } from '../facts/read.js';
import type { PostgresFacts, SourceTable } from '../facts/source-facts.js';
import { quoteName, quoteTable, quoteText } from '../names/quote-name.js';
import { createDdlAudit } from './ddl-audit.js';
import { counted } from '../rules/source-finding.js';
import { PASSWORD_PLACEHOLDER, type PreparationOptions, type PreparationStep } from './preparation-step.js';
import { POSTGRES_SETTINGS } from './wanted-settings.js';

const RESTART = 'Restart the server.';

/** What a PostgreSQL source still lacks, as statements. Nothing where all is there. */
export function planPostgresPreparation(facts: PostgresFacts, options: PreparationOptions): readonly PreparationStep[] {
  const steps = [
    serverSettings(facts),
    createUser(facts, options),
    replicationRight(facts),
    sessionTimeout(facts),
    schemaUsage(facts),
    tableSelect(facts),
    options.pglogical ? pglogical(facts) : undefined,
    options.ddlAudit ? ddlAudit(facts) : undefined,
    options.replicaIdentityFull ? replicaIdentity(facts) : undefined,
  ];
  return steps.filter((step) => step !== undefined && step.statements.length > 0) as readonly PreparationStep[];
}

function serverSettings(facts: PostgresFacts): PreparationStep | undefined {
  const settings = valueOf(facts.settings);
  if (settings === undefined || facts.hosting === 'rds' || !facts.readerIsSuperuser) return undefined;
  const pending = valueOf(facts.pendingSettings) ?? {};
  const wrong = POSTGRES_SETTINGS.filter(({ name, isRight }) => {
    const value = settings[name];
    return value !== undefined && !isRight(value.toLowerCase()) && !isRight((pending[name] ?? value).toLowerCase());
  });
  const reloads = wrong.some(({ change }) => change === 'reload');
  return {
    id: 'server-settings',
    what: `Set ${wrong.map(({ name, wanted }) => `${name} = ${wanted}`).join(', ')}`,
    statements: [
      ...wrong.map(({ name, wanted }) => `ALTER SYSTEM SET ${name} = ${quoteText('postgresql', wanted)}`),
      ...(reloads ? ['SELECT pg_reload_conf()'] : []),
    ],
    afterwards: wrong.some(({ change }) => change === 'restart') ? RESTART : '',
  };
}

function createUser({ rights, user }: PostgresFacts, options: PreparationOptions): PreparationStep | undefined {
  if (!options.createUser || valueOf(rights)?.exists !== false) return undefined;
  return {
    id: 'create-user',
    what: `Make the user ${user}`,
    statements: [`CREATE ROLE ${quoteName('postgresql', user)} LOGIN PASSWORD ${PASSWORD_PLACEHOLDER}`],
    afterwards: '',
  };
}

function replicationRight({ rights, hosting, user }: PostgresFacts): PreparationStep | undefined {
  const known = valueOf(rights);
  if (known === undefined || known.superuser) return undefined;
  const role = quoteName('postgresql', user);
  const lacking = ['rds_replication', 'rds_superuser'].filter((name) => !known.memberOf.includes(name));
  const onRds = lacking.length === 0 ? [] : [`GRANT ${lacking.join(', ')} TO ${role}`];
  const onOwn = known.replication ? [] : [`ALTER ROLE ${role} REPLICATION`];
  return {
    id: 'replication-right',
    what: `Let ${user} read changes`,
    statements: hosting === 'rds' ? onRds : onOwn,
    afterwards: '',
  };
}

function sessionTimeout({ rights, settings, user }: PostgresFacts): PreparationStep | undefined {
  const name = 'idle_in_transaction_session_timeout';
  const server = valueOf(settings)?.[name];
  const own = valueOf(rights)?.settings[name];
  if (server === undefined || valueOf(rights) === undefined || (own ?? server) === '0') return undefined;
  return {
    id: 'session-timeout',
    what: `Let transactions of ${user} stay open`,
    statements: [`ALTER ROLE ${quoteName('postgresql', user)} SET ${name} = 0`],
    afterwards: '',
  };
}

function schemaUsage({ rights, user }: PostgresFacts): PreparationStep | undefined {
  const closed = valueOf(rights)?.closedSchemas ?? [];
  return {
    id: 'schema-usage',
    what: `Let ${user} enter ${counted(closed.length, 'schema')}`,
    statements: closed.map((schema) => `GRANT USAGE ON SCHEMA ${quoteName('postgresql', schema)} TO ${quoteName('postgresql', user)}`),
    afterwards: '',
  };
}

function tableSelect({ tables, user }: PostgresFacts): PreparationStep | undefined {
  const closed = (valueOf(tables) ?? []).filter(({ readable }) => !readable);
  const role = quoteName('postgresql', user);
  return {
    id: 'table-select',
    what: `Let ${user} read ${counted(closed.length, 'table')}`,
    statements: closed.map((table) => `GRANT SELECT ON ${quoteTable('postgresql', table)} TO ${role}`),
    afterwards: '',
  };
}

function pglogical(facts: PostgresFacts): PreparationStep | undefined {
  if (valueOf(facts.pglogical) !== 'available') return undefined;
  return { id: 'pglogical', what: 'Install pglogical', statements: ['CREATE EXTENSION IF NOT EXISTS pglogical'], afterwards: '' };
}

function ddlAudit(facts: PostgresFacts): PreparationStep | undefined {
  const audit = valueOf(facts.ddlAudit);
  if (audit === undefined) return undefined;
  return {
    id: 'ddl-audit',
    what: `Make what AWS DMS notices DDL by, in schema ${audit.schema}`,
    statements: createDdlAudit(audit, facts.user),
    afterwards: '',
  };
}

function replicaIdentity({ tables }: PostgresFacts): PreparationStep | undefined {
  const keyless = (valueOf(tables) ?? []).filter(isUnidentified);
  return {
    id: 'replica-identity-full',
    what: `Write whole rows of ${counted(keyless.length, 'table')} without a primary key into the WAL`,
    statements: keyless.map((table) => `ALTER TABLE ${quoteTable('postgresql', table)} REPLICA IDENTITY FULL`),
    afterwards: '',
  };
}

/** A table whose updates and deletes PostgreSQL does not tell: no key, and nothing in its place. */
export function isUnidentified({ primaryKey, replicaIdentity, kind }: SourceTable): boolean {
  return primaryKey.length === 0 && kind !== 'unlogged' && (replicaIdentity === 'default' || replicaIdentity === 'nothing');
}
