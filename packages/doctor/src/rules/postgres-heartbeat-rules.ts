import type { EndpointFacts } from '../facts/aws-facts.js';
import type { PostgresFacts } from '../facts/postgres-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';
import { heartbeatStatements } from '../prepare/postgres-user-steps.js';
import { endpointSetting } from '../settings/endpoint-setting.js';
import { isTrue } from '../settings/read-setting.js';
import { statementsThen } from '../text/statements-then.js';
import { sourceFinding } from './source-finding.js';

/** A heartbeat that is switched on, and that the user may not write. */
export function postgresHeartbeatRules(facts: PostgresFacts, endpoint: EndpointFacts | undefined): readonly Finding[] {
  const place = valueOf(facts.heartbeat);
  const isOn = endpoint !== undefined && isTrue(endpointSetting(endpoint, 'HeartbeatEnable'));
  if (!isOn || place === undefined || place.mayCreate || valueOf(facts.rights)?.exists !== true) return [];
  return [
    sourceFinding('pg-heartbeat-right', 'warning', place.schema, {
      what: place.exists
        ? `${facts.user} may not make a table in the schema ${place.schema}, where the heartbeat writes (HeartbeatSchema).`
        : `There is no schema ${place.schema}, where the heartbeat is to write (HeartbeatSchema).`,
      whyItMatters:
        'There is no heartbeat: while the replicated tables are quiet the slot does not move, and the disk of the source fills.',
      remedy: statementsThen(heartbeatStatements(facts)),
      step: 'heartbeat-right',
    }),
  ];
}
