import type { EndpointFacts } from '../facts/aws-facts.js';
import { valueOf } from '../facts/read.js';
import type { PostgresFacts } from '../facts/source-facts.js';
import type { Finding } from '../finding.js';
import { dropDdlAudit } from '../prepare/ddl-audit.js';
import { isTrue } from '../settings/read-setting.js';
import { endpointSetting } from './source-endpoint-rules.js';
import { sourceFinding } from './source-finding.js';

/** The objects by which AWS DMS notices DDL: there, whole, and not left over. */
export function ddlAuditRules(facts: PostgresFacts, endpoint: EndpointFacts | undefined): readonly Finding[] {
  const audit = valueOf(facts.ddlAudit);
  if (audit === undefined) return [];
  const captures = endpoint === undefined ? undefined : endpointSetting(endpoint, 'CaptureDdls');
  const isWanted = captures === undefined || isTrue(captures);
  const parts = [audit.table, audit.function, audit.trigger];
  const drop = `${dropDdlAudit({ ...audit, table: true, function: true, trigger: true }).join('; ')};`;
  if (audit.trigger && !(audit.table && audit.function)) {
    return [
      sourceFinding('pg-ddl-audit-broken', 'error', audit.schema, {
        what: 'The event trigger awsdms_intercept_ddl is there, and what it writes to is not.',
        whyItMatters: 'Every CREATE, ALTER and DROP TABLE at the source fails.',
        remedy: `dray source prepare makes what is missing; dray source prepare --drop-ddl-audit removes the trigger (${drop}).`,
        step: 'ddl-audit',
      }),
    ];
  }
  if (!isWanted && parts.some(Boolean)) {
    return [
      sourceFinding('pg-ddl-audit-left-over', 'warning', audit.schema, {
        what: 'What AWS DMS notices DDL by is there, and the endpoint does not use it (CaptureDdls is off).',
        whyItMatters: 'Each DDL statement of the source writes a row for nobody; when the table is dropped, DDL fails.',
        remedy: `dray source prepare --drop-ddl-audit, or: ${drop}`,
      }),
    ];
  }
  if (!isWanted || parts.every(Boolean)) return [];
  const rights = valueOf(facts.rights);
  // A superuser makes them itself when it connects.
  const makesThem = rights?.superuser === true || rights?.memberOf.includes('rds_superuser') === true;
  return [
    sourceFinding('pg-ddl-audit-missing', makesThem ? 'note' : 'error', audit.schema, {
      what: `What AWS DMS notices DDL by is not there, and ${facts.user} ${makesThem ? 'makes it at the first start' : 'may not make it'}.`,
      whyItMatters: 'Without it ALTER TABLE is not told: new columns are missing from the messages until the replication starts anew.',
      remedy: 'dray source prepare',
      step: 'ddl-audit',
    }),
  ];
}
