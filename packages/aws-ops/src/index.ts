export { type AwsClients } from './clients/aws-clients.js';
export { type AwsClientOptions } from './clients/client-settings.js';
export { createAwsClients, type OwnedAwsClients } from './clients/create-aws-clients.js';
export { type ConnectionTest, describeConnectionTests, startConnectionTest } from './dms/connection-tests.js';
export { describeEndpoints, type DmsEndpoint, type EndpointFilter } from './dms/describe-endpoints.js';
export { describeReplicationInstance, type ReplicationInstance } from './dms/describe-replication-instance.js';
export { describeReplication, listReplications } from './dms/describe-replication.js';
export {
  type MigrationType,
  type Replication,
  type ReplicationKind,
  replicationKindOf,
  type ReplicationProgress,
  type ReplicationReference,
  type ReplicationState,
} from './dms/replication.js';
export { type TableLoadState, type TableStatistic, tableStatistics } from './dms/table-statistics.js';
export { AwsOpsError, type AwsOpsErrorCode } from './errors/aws-ops-error.js';
export { describeRole, type RoleDescription, type RolePolicy } from './iam/describe-role.js';
export { isAllowed, type PolicyDocument, type PolicyStatement } from './iam/policy-document.js';
export { describeStream, type StreamDescription, type StreamShard } from './kinesis/describe-stream.js';
