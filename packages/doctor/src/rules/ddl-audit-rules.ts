import type { EndpointFacts } from '../facts/aws-facts.js';
import type { DdlAudit, PostgresFacts } from '../facts/postgres-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';
import { dropDdlAudit, enableDdlAudit, moveDdlAudit } from '../prepare/ddl-audit.js';
import { endpointSetting } from '../settings/endpoint-setting.js';
import { isTrue } from '../settings/read-setting.js';
import { statementsThen } from '../text/statements-then.js';
import { sourceFinding } from './source-finding.js';

const UNTOLD =
  'Without it ALTER TABLE is not told: new columns are missing from the messages until the replication starts anew.';

/** The objects by which AWS DMS notices DDL: there, whole, firing, where it looks, and not left over. */
export function ddlAuditRules(facts: PostgresFacts, endpoint: EndpointFacts | undefined): readonly Finding[] {
  const audit = valueOf(facts.ddlAudit);
  if (audit === undefined) return [];
  const { trigger } = audit;
  const captures = endpoint === undefined ? undefined : endpointSetting(endpoint, 'CaptureDdls');
  const isWanted = captures === undefined || isTrue(captures);
  if (trigger !== undefined && trigger.schema !== audit.schema) {
    return isWanted ? [elsewhere(audit, trigger.schema, endpoint)] : [];
  }
  if (trigger?.state === 'fires' && !(audit.table && audit.function)) return [broken(audit, trigger)];
  if (!isWanted) return audit.table || audit.function || trigger !== undefined ? [leftOver(audit)] : [];
  if (trigger !== undefined && trigger.state !== 'fires') return [disabled(audit, trigger.state)];
  return audit.table && audit.function && trigger !== undefined ? [] : [missing(facts, audit)];
}

const dropAll = (audit: DdlAudit): string => {
  const whole = { ...audit, table: true, function: true, trigger: { state: 'fires' as const, schema: audit.schema } };
  return statementsThen(dropDdlAudit(whole));
};

function broken(audit: DdlAudit, trigger: NonNullable<DdlAudit['trigger']>): Finding {
  return sourceFinding('pg-ddl-audit-broken', 'error', audit.schema, {
    what: `The event trigger awsdms_intercept_ddl is there, and what it writes to is not (schema ${trigger.schema}).`,
    whyItMatters: 'Every CREATE, ALTER and DROP TABLE at the source fails.',
    remedy: `dray source prepare makes what is missing; dray source prepare --drop-ddl-audit removes the trigger, as do: ${dropAll(audit)}`,
    step: 'ddl-audit',
  });
}

function elsewhere(audit: DdlAudit, schema: string, endpoint: EndpointFacts | undefined): Finding {
  return {
    ...sourceFinding('pg-ddl-audit-elsewhere', 'error', audit.schema, {
      what: `The event trigger awsdms_intercept_ddl writes into schema ${schema}, and AWS DMS looks into ${audit.schema} (DdlArtifactsSchema).`,
      whyItMatters: UNTOLD,
      remedy: moveDdlAudit(schema, audit.schema),
    }),
    ...(endpoint === undefined
      ? {}
      : { fix: { kind: 'endpoint', endpoint: 'source', settings: { DdlArtifactsSchema: schema } } }),
  };
}

function disabled(audit: DdlAudit, state: 'disabled' | 'replica'): Finding {
  const isWhole = audit.table && audit.function;
  return sourceFinding('pg-ddl-audit-disabled', 'error', audit.schema, {
    what: `The event trigger awsdms_intercept_ddl ${state === 'disabled' ? 'is disabled' : 'fires for the changes of another server alone (ENABLE REPLICA)'}.`,
    whyItMatters: UNTOLD,
    remedy: isWhole
      ? statementsThen([enableDdlAudit(state)])
      : 'dray source prepare, which also makes what it writes to.',
    step: 'ddl-audit',
  });
}

function leftOver(audit: DdlAudit): Finding {
  return sourceFinding('pg-ddl-audit-left-over', 'warning', audit.schema, {
    what: 'What AWS DMS notices DDL by is there, and the endpoint does not use it (CaptureDdls is off).',
    whyItMatters: 'Each DDL statement of the source writes a row for nobody; when the table is dropped, DDL fails.',
    remedy: `dray source prepare --drop-ddl-audit, or: ${dropAll(audit)}`,
  });
}

function missing(facts: PostgresFacts, audit: DdlAudit): Finding {
  const rights = valueOf(facts.rights);
  // A superuser makes them itself when it connects.
  const makesThem = rights?.superuser === true || rights?.memberOf.includes('rds_superuser') === true;
  return sourceFinding('pg-ddl-audit-missing', makesThem ? 'note' : 'error', audit.schema, {
    what: `What AWS DMS notices DDL by is not there, and ${facts.user} ${makesThem ? 'makes it at the first start' : 'may not make it'}.`,
    whyItMatters: UNTOLD,
    remedy: 'dray source prepare',
    step: 'ddl-audit',
  });
}
