import type { PostgresFacts } from '../facts/postgres-facts.js';
import { valueOf } from '../facts/read.js';
import { createDdlAudit, moveDdlAudit } from './ddl-audit.js';
import { serverSettings, slotLimit } from './postgres-server-steps.js';
import { fullIdentity, keyIdentity, logged } from './postgres-table-steps.js';
import { userSteps } from './postgres-user-steps.js';
import { isByHand, type PreparationOptions, type PreparationStep } from './preparation-step.js';

/** What a PostgreSQL source still lacks, as statements, or as what a person has to do. Nothing where all is there. */
export function planPostgresPreparation(facts: PostgresFacts, options: PreparationOptions): readonly PreparationStep[] {
  const steps = [
    serverSettings(facts),
    options.mend ? slotLimit(facts) : undefined,
    ...userSteps(facts, options),
    options.pglogical ? pglogical(facts) : undefined,
    options.ddlAudit ? ddlAudit(facts) : undefined,
    options.mend ? keyIdentity(facts) : undefined,
    options.mend ? logged(facts) : undefined,
    options.replicaIdentityFull ? fullIdentity(facts) : undefined,
  ];
  return steps.filter(
    (step) => step !== undefined && (step.statements.length > 0 || isByHand(step)),
  ) as readonly PreparationStep[];
}

function pglogical(facts: PostgresFacts): PreparationStep | undefined {
  if (valueOf(facts.pglogical) !== 'available') return undefined;
  return {
    id: 'pglogical',
    what: 'Install pglogical',
    statements: ['CREATE EXTENSION IF NOT EXISTS pglogical'],
    afterwards: '',
  };
}

function ddlAudit(facts: PostgresFacts): PreparationStep | undefined {
  const audit = valueOf(facts.ddlAudit);
  if (audit === undefined) return undefined;
  const step = { id: 'ddl-audit', what: `Make what AWS DMS notices DDL by, in schema ${audit.schema}` };
  const { trigger } = audit;
  return trigger === undefined || trigger.schema === audit.schema
    ? { ...step, statements: createDdlAudit(audit, facts.user), afterwards: '' }
    : { ...step, statements: [], afterwards: moveDdlAudit(trigger.schema, audit.schema) };
}
