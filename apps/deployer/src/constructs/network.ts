import { CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  IpAddresses,
  type ISecurityGroup,
  type ISubnet,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  Subnet,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type PipelineSpec, sinkInVpc, sourcePort } from '../pipeline/pipeline-spec.js';
import { removalPolicy } from '../stacks/removal-policy.js';
import { Bastion } from './bastion.js';
import { addVpcEndpoints } from './vpc-endpoints.js';

/** Where the parts of a pipeline run, whoever made the VPC. */
export interface PipelineNetwork {
  readonly vpc: IVpc;
  /** Of the demonstration's database; empty for a source that is there. */
  readonly databaseSubnets: readonly ISubnet[];
  /** In two availability zones at least, as AWS DMS asks. */
  readonly replicationSubnets: readonly ISubnet[];
  readonly replicationSecurityGroup: ISecurityGroup;
  /** Of the demonstration's database; `undefined` for a source that is there. */
  readonly databaseSecurityGroup: ISecurityGroup | undefined;
  /** `undefined`: the sink runs outside the VPC. */
  readonly sink: { readonly subnets: readonly ISubnet[]; readonly securityGroup: ISecurityGroup } | undefined;
}

const MOST_ZONES = 2;

/** The network of the pipeline: a VPC of its own for a demonstration, else the one that the source is in. */
export class Network extends Construct implements PipelineNetwork {
  readonly vpc: IVpc;
  readonly databaseSubnets: readonly ISubnet[];
  readonly replicationSubnets: readonly ISubnet[];
  readonly replicationSecurityGroup: ISecurityGroup;
  readonly databaseSecurityGroup: ISecurityGroup | undefined;
  readonly sink: PipelineNetwork['sink'];

  constructor(scope: Construct, id: string, spec: PipelineSpec) {
    super(scope, id);
    const { source, network, demo: database } = spec.config;
    const demo = source.mode === 'demo';
    this.vpc = demo ? this.makeVpc(spec) : this.importVpc(source.vpcId ?? '', source.subnetIds ?? []);
    this.databaseSubnets = demo ? this.subnetsNamed(database.public === undefined ? 'data' : 'public') : [];
    this.replicationSubnets = demo
      ? this.subnetsNamed('data')
      : this.importSubnets('Replication', source.subnetIds ?? []);
    this.replicationSecurityGroup = this.securityGroup('ReplicationSecurityGroup', `AWS DMS of pipeline ${spec.name}`);
    this.databaseSecurityGroup = demo ? this.demoSecurityGroup(spec) : undefined;
    const sinkSecurityGroup = this.securityGroup('SinkSecurityGroup', `Sink of pipeline ${spec.name}`);
    this.keepExports(sinkSecurityGroup, demo);
    if (sinkInVpc(spec.config)) {
      const own = network.sinkSubnetIds ?? source.subnetIds ?? [];
      const subnets = demo ? this.subnetsNamed('sink') : this.importSubnets('Sink', own);
      this.sink = { subnets, securityGroup: sinkSecurityGroup };
    }
    if (!demo) this.letReplicationIn(source.securityGroupIds ?? [], sourcePort(spec));
    if (demo || network.endpoints === 'create') {
      addVpcEndpoints(this, {
        vpc: this.vpc,
        subnets: this.replicationSubnets,
        users: [this.replicationSecurityGroup, sinkSecurityGroup],
        neighbours: demo ? undefined : network.vpcCidr,
      });
    } else this.letIntoEndpoints(network.endpointSecurityGroupIds ?? []);
    const outputs = {
      VpcId: this.vpc.vpcId,
      ReplicationSecurityGroupId: this.replicationSecurityGroup.securityGroupId,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value }).overrideLogicalId(name);
  }

  /** Of the VPC that is made here, by the name of their group. */
  private subnetsNamed(subnetGroupName: 'public' | 'data' | 'sink'): readonly ISubnet[] {
    return this.vpc.selectSubnets({ subnetGroupName }).subnets;
  }

  /**
   * What a sink in the VPC takes from here is there whether it is in the VPC or not: a sink that moves leaves its stack
   * after this one was changed, and CloudFormation refuses to take away what is still used.
   */
  private keepExports(sinkSecurityGroup: ISecurityGroup, demo: boolean): void {
    const stack = Stack.of(this);
    stack.exportValue(sinkSecurityGroup.securityGroupId);
    if (!demo) return;
    for (const { subnetId } of this.subnetsNamed('sink')) stack.exportValue(subnetId);
  }

  private makeVpc({ config }: PipelineSpec): Vpc {
    const natGateways = config.network.natGateways ?? (sinkInVpc(config) ? 1 : 0);
    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(config.network.cidr),
      maxAzs: MOST_ZONES,
      natGateways,
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [
        { name: 'public', subnetType: SubnetType.PUBLIC },
        { name: 'data', subnetType: SubnetType.PRIVATE_ISOLATED },
        // There with or without a sink in them: a third group that came later would change the addresses of all the others.
        { name: 'sink', subnetType: natGateways > 0 ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PRIVATE_ISOLATED },
      ],
      gatewayEndpoints: { S3: { service: GatewayVpcEndpointAwsService.S3 } },
    });
    const logGroup = new LogGroup(this, 'FlowLogs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: removalPolicy(config),
    });
    vpc.addFlowLog('FlowLog', { destination: FlowLogDestination.toCloudWatchLogs(logGroup) });
    return vpc;
  }

  private importVpc(vpcId: string, subnetIds: readonly string[]): IVpc {
    // Asked for and shown nowhere: subnets are given to each part by their ids.
    const zone = (index: number): string => Fn.select(index, Fn.getAzs());
    const availabilityZones = subnetIds.slice(0, MOST_ZONES).map((_, index) => zone(index));
    return Vpc.fromVpcAttributes(this, 'Vpc', { vpcId, availabilityZones });
  }

  private importSubnets(prefix: string, ids: readonly string[]): readonly ISubnet[] {
    return ids.map((id, index) => Subnet.fromSubnetId(this, `${prefix}Subnet${index + 1}`, id));
  }

  private securityGroup(id: string, description: string): SecurityGroup {
    return new SecurityGroup(this, id, { vpc: this.vpc, description, allowAllOutbound: true });
  }

  private demoSecurityGroup(spec: PipelineSpec): SecurityGroup {
    const open = spec.config.demo.public;
    const group = new SecurityGroup(this, 'DatabaseSecurityGroup', {
      vpc: this.vpc,
      description: `Database of pipeline ${spec.name}`,
      allowAllOutbound: false,
    });
    const port = Port.tcp(sourcePort(spec));
    group.addIngressRule(this.replicationSecurityGroup, port, 'AWS DMS');
    if (open === undefined) {
      const bastion = new Bastion(this, 'Bastion', { vpc: this.vpc, name: spec.name });
      group.addIngressRule(bastion.securityGroup, port, 'Tunnels');
      new CfnOutput(this, 'BastionId', { value: bastion.instanceId }).overrideLogicalId('BastionId');
    } else group.addIngressRule(Peer.ipv4(open), port, 'demo.public');
    return group;
  }

  private letReplicationIn(securityGroupIds: readonly string[], port: number): void {
    securityGroupIds.forEach((groupId, index) => {
      SecurityGroup.fromSecurityGroupId(this, `SourceSecurityGroup${index + 1}`, groupId).addIngressRule(
        this.replicationSecurityGroup,
        Port.tcp(port),
        'AWS DMS',
      );
    });
  }
  private letIntoEndpoints(securityGroupIds: readonly string[]): void {
    securityGroupIds.forEach((groupId, index) => {
      const group = SecurityGroup.fromSecurityGroupId(this, `EndpointSecurityGroup${index + 1}`, groupId);
      const users = [this.replicationSecurityGroup, ...(this.sink === undefined ? [] : [this.sink.securityGroup])];
      for (const user of users) group.addIngressRule(user, Port.tcp(443), 'AWS APIs');
    });
  }
}
