import { Aws, CfnCondition, Fn } from 'aws-cdk-lib';
import {
  type CfnVPCEndpoint,
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  type ISecurityGroup,
  type ISubnet,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

export interface VpcEndpointsProps {
  readonly vpc: IVpc;
  readonly subnets: readonly ISubnet[];
  /** Of the parts of the pipeline that use them. */
  readonly users: readonly ISecurityGroup[];
  /**
   * Address range of somebody else's VPC: the endpoints answer for Kinesis and Secrets Manager in all of it, so whoever is
   * there is let in. `undefined`: nobody else is there.
   */
  readonly neighbours: string | undefined;
}

const HTTPS = Port.tcp(443);

/**
 * Serverless replications, and instances from version 3.4.7 on, reach Kinesis and the secret only through these. They stand
 * directly in the scope, as an endpoint of another id would be made while the old one still has the private name.
 */
export function addVpcEndpoints(scope: Construct, { vpc, subnets, users, neighbours }: VpcEndpointsProps): void {
  const securityGroup = new SecurityGroup(scope, 'EndpointSecurityGroup', {
    vpc,
    description: 'VPC endpoints of the pipeline',
    allowAllOutbound: false,
  });
  for (const user of users) securityGroup.addIngressRule(user, HTTPS, 'AWS APIs');
  if (neighbours !== undefined) securityGroup.addIngressRule(Peer.ipv4(neighbours), HTTPS, 'network.vpcCidr');
  const add = (id: string, service: InterfaceVpcEndpointAwsService): InterfaceVpcEndpoint =>
    new InterfaceVpcEndpoint(scope, id, {
      vpc,
      service,
      subnets: { subnets: [...subnets] },
      securityGroups: [securityGroup],
      open: false,
      privateDnsEnabled: true,
    });
  const kinesis = add('KinesisEndpoint', InterfaceVpcEndpointAwsService.KINESIS_STREAMS);
  // In China Kinesis has another name, unlike Secrets Manager. The CDK knows it of a stack with a region, which none here has.
  const inChina = new CfnCondition(scope, 'InChina', { expression: Fn.conditionEquals(Aws.PARTITION, 'aws-cn') });
  (kinesis.node.defaultChild as CfnVPCEndpoint).serviceName = Fn.join('.', [
    Fn.conditionIf(inChina.logicalId, 'cn.com.amazonaws', 'com.amazonaws').toString(),
    Aws.REGION,
    InterfaceVpcEndpointAwsService.KINESIS_STREAMS.shortName,
  ]);
  add('SecretsManagerEndpoint', InterfaceVpcEndpointAwsService.SECRETS_MANAGER);
}
