export { diagnose, diagnoseSettings } from './diagnose.js';
export type {
  EndpointFacts,
  EndpointSettings,
  EventSourceMappingFacts,
  ExplainedFailure,
  KeyFacts,
  NamedRole,
  ReplicationSettings,
  ReplicationState,
  ReplicationType,
  RoleFacts,
  StackFacts,
  StopFacts,
  StreamFacts,
} from './facts/aws-facts.js';
export type { AccountRights, BinlogFilter, CascadingKey, MysqlFacts, ServerTimeZone } from './facts/mysql-facts.js';
export type { PipelineFacts, SecretFault, SettingsFacts } from './facts/pipeline-facts.js';
export type { DdlAudit, HbaLine, PostgresFacts, PostgresRights, ReplicationSlot } from './facts/postgres-facts.js';
export { known, needless, unnamed, unread, valueOf } from './facts/read.js';
export type { Read, Unread } from './facts/read.js';
export type { Hosting, OpenTransaction, SourceEngine } from './facts/server-facts.js';
export type { SourceFacts } from './facts/source-facts.js';
export type { PostgresTraits, SourceColumn, SourceTable } from './facts/table-facts.js';
export type { MissingRights, TargetFacts, TargetTableName } from './facts/target-facts.js';
export { AREAS, SEVERITIES } from './finding.js';
export type { Area, Finding, Fix, Severity, TaskSettings } from './finding.js';
export { quoteAccount, quoteName, quoteText } from './names/quote-name.js';
export { dropDdlAudit } from './prepare/ddl-audit.js';
export { isMysqlFrom } from './prepare/mysql-version.js';
export { planPreparation } from './prepare/plan-preparation.js';
export { DEFAULT_PREPARATION, isByHand, PASSWORD_PLACEHOLDER, WHOLE_PREPARATION } from './prepare/preparation-step.js';
export type { PreparationOptions, PreparationStep } from './prepare/preparation-step.js';
export { unnamedAreas } from './rules/unnamed-areas.js';
export type { UnnamedArea } from './rules/unnamed-areas.js';
export { endpointSetting } from './settings/endpoint-setting.js';
export {
  API_ONLY_KINESIS_SETTINGS,
  HEARTBEAT_SCHEMA,
  RECOMMENDED_KINESIS_SETTINGS,
  RECOMMENDED_SOURCE_SETTINGS,
  recommendedTaskSettings,
  RETENTION_HOURS,
} from './settings/recommended-settings.js';
export type { RecommendedTaskOptions } from './settings/recommended-settings.js';
export { shellWord } from './text/shell-word.js';
export { fixedSettings } from './settings/fixed-settings.js';
export { mergeSettings } from './settings/read-setting.js';
