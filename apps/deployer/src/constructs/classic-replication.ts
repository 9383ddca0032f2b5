import { Duration, Fn } from 'aws-cdk-lib';
import { type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnReplicationInstance, CfnReplicationTask } from 'aws-cdk-lib/aws-dms';
import { Construct } from 'constructs';
import { tableMappings } from '../settings/table-mappings.js';
import { taskSettings } from '../settings/task-settings.js';
import type { Replication, ReplicationMetric } from './replication.js';
import type { ReplicationProps } from './replication-props.js';
import { ReplicationSubnets } from './replication-subnets.js';

/** A replication on an instance of a chosen class. Its settings are JSON as text: CloudFormation takes no objects here. */
export class ClassicReplication extends Construct implements Replication {
  readonly arn: string;
  private readonly instanceIdentifier: string;

  constructor(scope: Construct, id: string, { spec, network, endpoints }: ReplicationProps) {
    super(scope, id);
    const { replication } = spec.config;
    const subnets = new ReplicationSubnets(this, 'Subnets', { spec, network });
    const tags = [{ key: 'drayage:pipeline', value: spec.name }];
    this.instanceIdentifier = spec.name.toLowerCase();
    const instance = new CfnReplicationInstance(this, 'Instance', {
      replicationInstanceIdentifier: this.instanceIdentifier,
      replicationInstanceClass: replication.instanceClass,
      allocatedStorage: replication.storageGiB,
      ...(replication.engineVersion === undefined ? {} : { engineVersion: replication.engineVersion }),
      // Only with it AWS DMS takes an engineVersion of another major, from 3.5 to 3.6 for one.
      allowMajorVersionUpgrade: true,
      autoMinorVersionUpgrade: false,
      multiAz: replication.multiAz,
      publiclyAccessible: false,
      replicationSubnetGroupIdentifier: subnets.groupId,
      vpcSecurityGroupIds: [network.replicationSecurityGroup.securityGroupId],
      tags,
    });
    const task = new CfnReplicationTask(this, 'Task', {
      replicationTaskIdentifier: spec.name.toLowerCase(),
      migrationType: replication.type,
      replicationInstanceArn: instance.ref,
      sourceEndpointArn: endpoints.source.ref,
      targetEndpointArn: endpoints.target.ref,
      replicationTaskSettings: JSON.stringify(taskSettings(spec)),
      tableMappings: JSON.stringify(tableMappings(spec.tables)),
      ...(replication.cdcStartPosition === undefined ? {} : { cdcStartPosition: replication.cdcStartPosition }),
      tags,
    });
    this.arn = task.ref;
  }

  /** In its metrics AWS DMS names a task by the last part of its ARN. */
  readonly metric = (metricName: ReplicationMetric, statistic: 'Average' | 'Maximum'): IMetric =>
    new Metric({
      namespace: 'AWS/DMS',
      metricName,
      statistic,
      period: Duration.minutes(1),
      dimensionsMap: {
        ReplicationInstanceIdentifier: this.instanceIdentifier,
        ReplicationTaskIdentifier: Fn.select(6, Fn.split(':', this.arn)),
      },
    });

  readonly search = this.metric;
}
