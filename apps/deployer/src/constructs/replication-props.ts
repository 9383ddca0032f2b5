import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import type { PipelineNetwork } from './network.js';
import type { ReplicationEndpoints } from './replication-endpoints.js';

/** What a replication is made from, of either kind. */
export interface ReplicationProps {
  readonly spec: PipelineSpec;
  readonly network: PipelineNetwork;
  readonly endpoints: ReplicationEndpoints;
}
