import { UsageError } from '@drayage/terminal';
import { rdsRoots, verifiesByRds } from '../constructs/source-authority.js';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';

/**
 * CloudFormation would say no more than that a mapping lacks the region.
 *
 * @throws UsageError where the demonstration is to be verified in a region whose authority is not known here.
 */
export function refuseUnknownRoot(spec: Pick<PipelineSpec, 'config' | 'engine'>, region: string): void {
  if (!verifiesByRds(spec) || rdsRoots().has(region)) return;
  throw new UsageError(
    `The certificate by which AWS DMS would verify a database of RDS in ${region} is not known to this version.`,
    `Import it into AWS DMS and set replication.certificateArn, or set replication.sslMode: ${spec.engine === 'postgresql' ? 'require' : 'none'}.`,
    'unknown-authority',
  );
}
