import { Fn } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnReplicationConfig } from 'aws-cdk-lib/aws-dms';
import { Construct } from 'constructs';
import { tableMappings } from '../settings/table-mappings.js';
import { taskSettings } from '../settings/task-settings.js';
import type { Replication, ReplicationMetric } from './replication.js';
import type { ReplicationProps } from './replication-props.js';
import { ReplicationSubnets } from './replication-subnets.js';

/** A replication that AWS sizes between two limits. */
export class ServerlessReplication extends Construct implements Replication {
  readonly arn: string;

  constructor(scope: Construct, id: string, { spec, network, endpoints }: ReplicationProps) {
    super(scope, id);
    const { replication } = spec.config;
    const subnets = new ReplicationSubnets(this, 'Subnets', { spec, network });
    const config = new CfnReplicationConfig(this, 'Config', {
      replicationConfigIdentifier: spec.name,
      replicationType: replication.type,
      sourceEndpointArn: endpoints.source.ref,
      targetEndpointArn: endpoints.target.ref,
      computeConfig: {
        minCapacityUnits: replication.minCapacityUnits,
        maxCapacityUnits: replication.maxCapacityUnits,
        multiAz: replication.multiAz,
        replicationSubnetGroupId: subnets.groupId,
        vpcSecurityGroupIds: [network.replicationSecurityGroup.securityGroupId],
      },
      replicationSettings: taskSettings(spec),
      tableMappings: tableMappings(spec.tables),
      tags: [{ key: 'drayage:pipeline', value: spec.name }],
    });
    this.arn = config.attrReplicationConfigArn;
  }

  readonly metric = (): undefined => undefined;

  /** The values of the dimensions are known, their names are not: the search goes by the value. */
  readonly search = (name: ReplicationMetric, statistic: 'Average' | 'Maximum'): IMetric =>
    new MathExpression({
      expression: `SEARCH('Namespace="AWS/DMS" MetricName="${name}" "${this.resourceId()}"', '${statistic}', 60)`,
      label: name,
      usingMetrics: {},
    });

  private resourceId(): string {
    return Fn.select(6, Fn.split(':', this.arn));
  }
}
