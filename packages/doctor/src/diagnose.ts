import type { PipelineFacts, SettingsFacts } from './facts/pipeline-facts.js';
import { valueOf } from './facts/read.js';
import type { SourceFacts } from './facts/source-facts.js';
import { AREAS, type Finding, SEVERITIES } from './finding.js';
import { concerning } from './rules/change-rules.js';
import { changedKeyRules } from './rules/changed-key-rules.js';
import { ddlAuditRules } from './rules/ddl-audit-rules.js';
import { eventSourceRules } from './rules/event-source-rules.js';
import { kinesisEndpointRules } from './rules/kinesis-endpoint-rules.js';
import { lobValueRules } from './rules/lob-value-rules.js';
import { mappingRules } from './rules/mapping-rules.js';
import { mysqlEndpointRules } from './rules/mysql-endpoint-rules.js';
import { mysqlRules } from './rules/mysql-rules.js';
import { mysqlStartRules } from './rules/mysql-start-rules.js';
import { postgresHeartbeatRules } from './rules/postgres-heartbeat-rules.js';
import { postgresLimitRules } from './rules/postgres-limit-rules.js';
import { postgresPluginRules } from './rules/postgres-plugin-rules.js';
import { postgresRightsRules } from './rules/postgres-rights-rules.js';
import { postgresServerRules } from './rules/postgres-server-rules.js';
import { postgresSlotRules } from './rules/postgres-slot-rules.js';
import { postgresStartRules } from './rules/postgres-start-rules.js';
import { replicationRules } from './rules/replication-rules.js';
import { roleRules } from './rules/role-rules.js';
import { secretRules } from './rules/secret-rules.js';
import { sourceEndpointRules } from './rules/source-endpoint-rules.js';
import { stackRules } from './rules/stack-rules.js';
import { streamRules } from './rules/stream-rules.js';
import { tableRules } from './rules/table-rules.js';
import { targetRules } from './rules/target-rules.js';
import { taskRules } from './rules/task-rules.js';
import { transactionRules } from './rules/transaction-rules.js';
import { unreadRules, unreadSettings } from './rules/unread-rules.js';
import { lockRules, wantedTableRules } from './rules/wanted-table-rules.js';

/** Everything that is wrong with a pipeline or could not be read, the worst first. Pure. */
export function diagnose(facts: PipelineFacts): readonly Finding[] {
  const source = valueOf(facts.source);
  const findings = [
    ...unreadRules(facts),
    ...(source === undefined ? [] : sourceRules(source, facts.settings)),
    ...wantedTableRules(facts),
    ...lockRules(facts),
    ...settingRules(facts.settings, source),
    ...changedKeyRules(facts.settings),
    ...secretRules(facts),
    ...replicationRules(facts.replicationState),
    ...roleRules(facts.roles),
    ...targetRules(facts.target),
    ...stackRules(facts),
  ];
  return inOrder(concerning(facts.settings, findings));
}

/** The same for settings alone, as they stand in a synthesized stack: nothing is asked of an account or a database. */
export function diagnoseSettings(settings: SettingsFacts): readonly Finding[] {
  return inOrder(concerning(settings, [...unreadSettings(settings), ...settingRules(settings)]));
}

function settingRules(settings: SettingsFacts, source?: SourceFacts): readonly Finding[] {
  return [
    ...sourceEndpointRules(settings),
    ...mysqlEndpointRules(settings, source),
    ...kinesisEndpointRules(settings),
    ...taskRules(settings),
    ...lobValueRules(settings),
    ...postgresStartRules(settings),
    ...mysqlStartRules(settings),
    ...mappingRules(settings),
    ...streamRules(settings),
    ...eventSourceRules(settings),
  ];
}

function sourceRules(source: SourceFacts, settings: SettingsFacts): readonly Finding[] {
  const endpoint = valueOf(settings.sourceEndpoint);
  const ofEngine =
    source.engine === 'postgresql'
      ? [
          ...postgresServerRules(source),
          ...postgresSlotRules(source),
          ...postgresRightsRules(source),
          ...ddlAuditRules(source, endpoint),
          ...postgresPluginRules(source, endpoint),
          ...postgresHeartbeatRules(source, endpoint),
          ...postgresLimitRules(source),
        ]
      : mysqlRules(source);
  return [...ofEngine, ...tableRules(source, endpoint), ...transactionRules(source)];
}

/** By severity, then along the way of a record; what one rule found stays in its order. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const rank = ({ severity, area }: Finding): number =>
    SEVERITIES.indexOf(severity) * AREAS.length + AREAS.indexOf(area);
  return findings.toSorted((left, right) => rank(left) - rank(right));
}
