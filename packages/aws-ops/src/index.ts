export { type Arn, parseArn } from './arn/parse-arn.js';
export { type AwsClients } from './clients/aws-clients.js';
export { type AwsClientOptions } from './clients/client-settings.js';
export { createAwsClients, type OwnedAwsClients } from './clients/create-aws-clients.js';
export {
  continueRollback,
  deleteStack,
  describeStack,
  describeStackEvents,
  needStack,
  readStackTemplate,
  type StackDescription,
  type StackEvent,
  type StackOutput,
} from './cloudformation/stack.js';
export { changeEndpoint, changeTaskSettings, type EndpointChange } from './dms/change-settings.js';
export { type ConnectionTest, describeConnectionTests } from './dms/connection-tests.js';
export { reloadTables, startReplication, type StartType, stopReplication } from './dms/control-replication.js';
export { describeEndpoints, type DmsEndpoint, type EndpointFilter } from './dms/describe-endpoints.js';
export { describeReplicationInstance, type ReplicationInstance } from './dms/describe-replication-instance.js';
export { describeReplication, listReplications } from './dms/describe-replication.js';
export { describeTableStatistics, type TableLoadState, type TableStatistic } from './dms/describe-table-statistics.js';
export { explainFailure, type FailureExplanation } from './dms/explain-failure.js';
export { explainStopReason, STOP_REASONS, type StopExplanation, type StopReason } from './dms/explain-stop-reason.js';
export { judgeStart, NO_LOAD, type StartVerdict, type StartWish } from './dms/judge-start.js';
export { readReplicationTags, tagReplication, untagReplication } from './dms/replication-tags.js';
export {
  hasLoadEnded,
  type MigrationType,
  type Replication,
  type ReplicationKind,
  replicationKindOf,
  type ReplicationProgress,
  type ReplicationReference,
  type ReplicationState,
  resourceIdOf,
} from './dms/replication.js';
export { startWhenConnected } from './dms/start-when-connected.js';
export {
  type Connection,
  connectionsInWords,
  type TaskConnections,
  testConnections,
  type TestConnectionsOptions,
} from './dms/test-connections.js';
export { waitForReplication, type WaitOptions } from './dms/wait-for-replication.js';
export {
  allowLambdaPull,
  describeRepository,
  ensureRepository,
  findImageDigest,
  type ImageRepository,
  readRegistryLogin,
  type RegistryLogin,
} from './ecr/repository.js';
export { type ContainerService, describeContainerService } from './ecs/container-service.js';
export { AwsOpsError, type AwsOpsErrorCode } from './errors/aws-ops-error.js';
export { describeRole, type RoleDescription, type RolePolicy } from './iam/describe-role.js';
export { isAllowed, type PolicyDocument, type PolicyStatement } from './iam/policy-document.js';
export { roleExists } from './iam/role-exists.js';
export { encryptStream, increaseRetention } from './kinesis/change-stream.js';
export { describeStream, type StreamDescription, type StreamShard } from './kinesis/describe-stream.js';
export { changeMapping, type MappingChange } from './lambda/change-mapping.js';
export {
  describeEventSourceMapping,
  type EventSourceMapping,
  isOfStream,
  listEventSourceMappings,
  setMappingEnabled,
} from './lambda/event-source-mapping.js';
export {
  describeFunction,
  type FunctionDescription,
  functionNameOf,
  type Invocation,
  invokeFunction,
  updateFunctionImage,
} from './lambda/function.js';
export { databaseLogPlace, functionLogPlace, type LogPlace, replicationLogPlace } from './logs/log-group.js';
export { LOG_LEVELS, type LogLevel } from './logs/log-level.js';
export { followLogs, type FollowOptions, type LogLine, type LogRange, readLogs } from './logs/read-logs.js';
export { type MetricValue } from './metrics/latest-metric.js';
export {
  type KnownDimensions,
  readFunctionIteratorAge,
  readReplicationLatency,
  readStreamIteratorAge,
  readStreamThrottledWrites,
  type ReplicationLatency,
} from './metrics/pipeline-metrics.js';
export { holdsObjects } from './s3/holds-objects.js';
export { describeSecret, type SecretDescription } from './secrets/describe-secret.js';
export { readSecret } from './secrets/read-secret.js';
export { type CallerIdentity, readCallerIdentity } from './sts/read-caller-identity.js';
