export type {
  EndpointFacts,
  EndpointSettings,
  EventSourceMappingFacts,
  ReplicationSettings,
  ReplicationState,
  ReplicationType,
  RoleFacts,
  StreamFacts,
} from './facts/aws-facts.js';
export type { PipelineFacts, SettingsFacts } from './facts/pipeline-facts.js';
export { known, unread, valueOf } from './facts/read.js';
export type { Read } from './facts/read.js';
export type {
  CascadingKey,
  DdlAudit,
  Hosting,
  MysqlFacts,
  OpenTransaction,
  PostgresFacts,
  ReplicationSlot,
  SourceColumn,
  SourceEngine,
  SourceFacts,
  SourceTable,
} from './facts/source-facts.js';
export type { TargetFacts } from './facts/target-facts.js';
export { AREAS, SEVERITIES } from './finding.js';
export type { Area, Finding, Fix, Severity, TaskSettings } from './finding.js';
export { quoteAccount, quoteName, quoteTable, quoteText } from './names/quote-name.js';
export { dropDdlAudit } from './prepare/ddl-audit.js';
export { planPreparation } from './prepare/plan-preparation.js';
export { DEFAULT_PREPARATION, PASSWORD_PLACEHOLDER } from './prepare/preparation-step.js';
export type { PreparationOptions, PreparationStep } from './prepare/preparation-step.js';
