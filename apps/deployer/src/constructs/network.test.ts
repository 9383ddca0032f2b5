import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { EXISTING_SOURCE } from '../testing/spec.js';
import { stacksOf } from '../testing/stacks-of.js';

type Values = Readonly<Record<string, unknown>>;

const networkOf = async (sections: Values): Promise<Template> => {
  const template = (await stacksOf(sections)).get('network');
  if (template === undefined) throw new Error('There is no such stack.');
  return template;
};
const propertiesOf = (template: Template, type: string): ReadonlyMap<string, Values> =>
  new Map(
    Object.entries(template.findResources(type)).map(([id, found]) => [
      id,
      (found as { Properties: Values }).Properties,
    ]),
  );
const exportsOf = (template: Template): readonly string[] =>
  Object.values(
    template.toJSON()['Outputs'] as Readonly<Record<string, { readonly Export?: { readonly Name: string } }>>,
  )
    .flatMap(({ Export }) => (Export === undefined ? [] : [Export.Name]))
    .sort();
const ruleTexts = (template: Template, group: string): readonly unknown[] =>
  [...propertiesOf(template, 'AWS::EC2::SecurityGroupIngress').values()]
    .filter((rule) => JSON.stringify(rule['GroupId']).includes(group))
    .map(({ FromPort, SourceSecurityGroupId, CidrIp }) => [FromPort, CidrIp ?? JSON.stringify(SourceSecurityGroupId)]);

describe('the network of a demonstration, whatever the sink', () => {
  let lambda: Template;
  let fargate: Template;
  let inVpc: Template;

  beforeAll(async () => {
    lambda = await networkOf({});
    fargate = await networkOf({ sink: { kind: 'fargate' } });
    inVpc = await networkOf({ sink: { inVpc: true } });
  });

  it('has the same subnets, of which none is replaced when the sink moves', () => {
    const cidrs = (template: Template): readonly unknown[] =>
      [...propertiesOf(template, 'AWS::EC2::Subnet')].map(([id, { CidrBlock, AvailabilityZone }]) => [
        id,
        CidrBlock,
        AvailabilityZone,
      ]);
    expect(cidrs(lambda)).toHaveLength(6);
    expect(cidrs(fargate)).toEqual(cidrs(lambda));
    expect(cidrs(inVpc)).toEqual(cidrs(lambda));
  });

  it('keeps what a stack of a sink has imported, until that stack has gone over', () => {
    for (const moved of [fargate, inVpc]) {
      expect(exportsOf(lambda)).toEqual(expect.arrayContaining([...exportsOf(moved)]));
      expect(exportsOf(moved)).toEqual(expect.arrayContaining([...exportsOf(lambda)]));
    }
  });

  it('has a way out of the sink’s subnets only where a sink is in them', () => {
    const routes = (template: Template): number =>
      Object.keys(template.findResources('AWS::EC2::Route', { Properties: { NatGatewayId: {} } })).length;
    expect(Object.keys(lambda.findResources('AWS::EC2::NatGateway'))).toEqual([]);
    expect(Object.keys(fargate.findResources('AWS::EC2::NatGateway'))).toHaveLength(1);
    expect(routes(lambda)).toBe(0);
  });

  it('tells the security group of the replication', () => {
    expect(Object.keys(lambda.findOutputs('ReplicationSecurityGroupId'))).toHaveLength(1);
  });
});

describe('the database and the replication of a demonstration', () => {
  it('stand in the same subnets, which no sink is in', async () => {
    const stacks = await stacksOf({ sink: { kind: 'fargate' } });
    const [group] = Object.values(stacks.get('database')?.findResources('AWS::RDS::DBSubnetGroup') ?? {});
    const [replication] = Object.values(
      stacks.get('replication')?.findResources('AWS::DMS::ReplicationSubnetGroup') ?? {},
    );
    const subnets = [group, replication].map((found) => (found as { Properties: Values }).Properties['SubnetIds']);
    expect(subnets[0]).toEqual(subnets[1]);
    expect(JSON.stringify(subnets[0])).toMatch(/dataSubnet1.*dataSubnet2/);
    expect(JSON.stringify(subnets[0])).not.toContain('sinkSubnet');
  });
});

describe('endpoints in a VPC that is there', () => {
  it('let everybody in it in, where they are made', async () => {
    const template = await networkOf({
      source: EXISTING_SOURCE,
      network: { endpoints: 'create', vpcCidr: '10.20.0.0/16' },
    });
    expect(Object.keys(template.findResources('AWS::EC2::VPCEndpoint'))).toHaveLength(2);
    const [inChina] = Object.entries(template.findConditions('*'));
    expect(inChina?.[1]).toEqual({ 'Fn::Equals': [{ Ref: 'AWS::Partition' }, 'aws-cn'] });
    const kinesis = { 'Fn::If': [inChina?.[0], 'cn.com.amazonaws', 'com.amazonaws'] };
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      ServiceName: { 'Fn::Join': ['.', [kinesis, { Ref: 'AWS::Region' }, 'kinesis-streams']] },
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'VPC endpoints of the pipeline',
      SecurityGroupIngress: [
        { CidrIp: '10.20.0.0/16', Description: 'network.vpcCidr', FromPort: 443, ToPort: 443, IpProtocol: 'tcp' },
      ],
    });
  });

  it('of somebody else let the replication and the sink in, where they are named', async () => {
    const own = { endpoints: 'existing', endpointSecurityGroupIds: ['sg-0e000000', 'sg-0f000000'] };
    const outside = await networkOf({ source: EXISTING_SOURCE, network: own });
    outside.resourceCountIs('AWS::EC2::VPCEndpoint', 0);
    expect(ruleTexts(outside, 'sg-0e000000')).toEqual([[443, expect.stringContaining('ReplicationSecurityGroup')]]);
    const inside = await networkOf({ source: EXISTING_SOURCE, network: own, sink: { inVpc: true } });
    for (const group of ['sg-0e000000', 'sg-0f000000']) {
      expect(ruleTexts(inside, group)).toEqual([
        [443, expect.stringContaining('ReplicationSecurityGroup')],
        [443, expect.stringContaining('SinkSecurityGroup')],
      ]);
    }
  });
});
