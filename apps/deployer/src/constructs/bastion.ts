import {
  BastionHostLinux,
  BlockDeviceVolume,
  InstanceClass,
  InstanceSize,
  InstanceType,
  type ISecurityGroup,
  type IVpc,
  SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { acknowledge } from '../stacks/acknowledge.js';

const ACTIONS =
  'What the CDK gives every BastionHostLinux for the agent of AWS Systems Manager: it takes no narrower list.';
const CHANNELS =
  'The agent opens channels, which have no ARN before they are open, and registers the host under its own id.';

export interface BastionProps {
  /** Has public subnets. */
  readonly vpc: IVpc;
  /** The pipeline's. */
  readonly name: string;
}

/**
 * The way from a person's machine to a private database: a small host that nothing can reach from outside, which opens
 * tunnels through AWS Systems Manager for whoever has the right to.
 */
export class Bastion extends Construct {
  readonly instanceId: string;
  readonly securityGroup: ISecurityGroup;

  constructor(scope: Construct, id: string, { vpc, name }: BastionProps) {
    super(scope, id);
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: `Tunnels to the database of pipeline ${name}`,
      allowAllOutbound: true,
    });
    const host = new BastionHostLinux(this, 'Host', {
      vpc,
      subnetSelection: { subnets: vpc.publicSubnets },
      securityGroup: this.securityGroup,
      instanceType: InstanceType.of(InstanceClass.T4G, InstanceSize.NANO),
      blockDevices: [{ deviceName: '/dev/xvda', volume: BlockDeviceVolume.ebs(8, { encrypted: true }) }],
      requireImdsv2: true,
    });
    this.instanceId = host.instanceId;
    acknowledge(this, {
      'AwsSolutions-IAM5[Action::ssmmessages:*]': ACTIONS,
      'AwsSolutions-IAM5[Action::ec2messages:*]': ACTIONS,
      'AwsSolutions-IAM5[Resource::*]': CHANNELS,
      'AwsSolutions-EC28': 'A host that only passes tunnels on needs no metrics by the minute.',
      'AwsSolutions-EC29': 'It holds nothing, and goes with its stack.',
    });
  }
}
