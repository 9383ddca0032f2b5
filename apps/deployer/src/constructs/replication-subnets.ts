import { CfnReplicationSubnetGroup } from 'aws-cdk-lib/aws-dms';
import { Construct } from 'constructs';
import type { ReplicationProps } from './replication-props.js';

/** The subnets of a replication, in two availability zones at least. Needs `dms-vpc-role` in the account. */
export class ReplicationSubnets extends Construct {
  readonly groupId: string;

  constructor(scope: Construct, id: string, { spec, network }: Pick<ReplicationProps, 'spec' | 'network'>) {
    super(scope, id);
    this.groupId = new CfnReplicationSubnetGroup(this, 'Group', {
      replicationSubnetGroupDescription: `AWS DMS of pipeline ${spec.name}`,
      subnetIds: network.replicationSubnets.map(({ subnetId }) => subnetId),
      tags: [{ key: 'drayage:pipeline', value: spec.name }],
    }).ref;
  }
}
