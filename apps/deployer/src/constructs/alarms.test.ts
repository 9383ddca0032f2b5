import { Match, type Template } from 'aws-cdk-lib/assertions';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { stacksOf } from '../testing/stacks-of.js';

type Values = Readonly<Record<string, unknown>>;

const EMAIL = { alarms: { email: 'oncall@example.com' } };
const PAGE = readFileSync(new URL('../../../../docs/19-handbook.md', import.meta.url), 'utf8');

async function observabilityOf(sections: Values): Promise<Template> {
  const template = (await stacksOf(sections)).get('observability');
  if (template === undefined) throw new Error('There is no such stack.');
  return template;
}

const descriptionsOf = (template: Template): readonly string[] =>
  Object.values(template.findResources('AWS::CloudWatch::Alarm')).map((found) =>
    String((found as { Properties: Values }).Properties['AlarmDescription']),
  );

/** Of its notices. */
const titlesOf = (template: Template): readonly string[] =>
  Object.values(template.findResources('AWS::Events::Rule')).map(
    (rule) => String((rule as { Properties: Values }).Properties['Description']).split(', of pipeline')[0] ?? '',
  );

describe('a pipeline with a function and a mail address', () => {
  let template: Template;

  beforeAll(async () => {
    template = await observabilityOf(EMAIL);
  });

  it('has a topic that CloudWatch and EventBridge may publish to, over TLS only', () => {
    const allowed = (service: string, more: Values = {}): unknown =>
      Match.objectLike({ Effect: 'Allow', Action: 'sns:Publish', Principal: { Service: service }, ...more });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: [
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          allowed('cloudwatch.amazonaws.com', {
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
          allowed('events.amazonaws.com'),
        ],
      }),
    });
  });

  it.each([
    ['IteratorAge', 'AWS/Lambda', 'Maximum', 42 * 3_600_000, 3, 60, 'notBreaching'],
    ['drayage_records_handed_back_total', 'Drayage', 'Sum', 1, 3, 300, 'notBreaching'],
    ['DestinationDeliveryFailures', 'AWS/Lambda', 'Sum', 1, 1, 300, 'notBreaching'],
    ['drayage_tables_incomplete', 'Drayage', 'Maximum', 1, 1, 60, 'ignore'],
  ])(
    'alarms on %s of %s',
    (MetricName, Namespace, Statistic, Threshold, EvaluationPeriods, Period, TreatMissingData) => {
      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        MetricName,
        Namespace,
        Statistic,
        Threshold,
        EvaluationPeriods,
        Period,
        TreatMissingData,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      });
    },
  );

  it('tells of a serverless replication that stands still, and of nobody else’s', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.dms'],
        'detail-type': ['DMS Replication State Change'],
        resources: [{ 'Fn::ImportValue': Match.stringLikeRegexp('ReplicationConfigArn') }],
        detail: {
          $or: [
            { category: ['Failure'] },
            {
              eventType: [
                { wildcard: 'REPLICATION*FAILED' },
                { prefix: 'READING_PAUSED' },
                { wildcard: 'REPLICATION*STOPPED' },
                { wildcard: 'REPLICATION*DEPROVISIONED' },
              ],
            },
          ],
        },
      },
      Targets: [Match.objectLike({ Arn: { Ref: Match.stringLikeRegexp('AlarmsTopic') }, RoleArn: Match.absent() })],
    });
  });

  it('tells of every record that was given up', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [{ 'Fn::ImportValue': Match.stringLikeRegexp('SinkFailures') }] } },
      },
    });
  });

  it('says that latency alarms watch more than this replication', () => {
    const latency = descriptionsOf(template).filter((text) => /behind the source|behind AWS DMS/.test(text));
    expect(latency).toHaveLength(2);
    for (const text of latency) expect(text).toContain('every replication of this account and region');
  });

  it('has a line in the handbook for each notice', () => {
    for (const title of titlesOf(template)) expect(PAGE).toContain(`| ${title} |`);
  });

  it('has a topic of its own account, and no role to publish to it', () => {
    template.resourceCountIs('AWS::IAM::Role', 0);
  });
});

it('a load alone tells of a failure, and not of its end', async () => {
  const template = await observabilityOf({ ...EMAIL, replication: { type: 'full-load' } });
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: Match.objectLike({
      source: ['aws.dms'],
      detail: {
        $or: [
          { category: ['Failure'] },
          { eventType: [{ wildcard: 'REPLICATION*FAILED' }, { prefix: 'READING_PAUSED' }] },
        ],
      },
    }),
  });
  expect(titlesOf(template)).toContain('The load has failed');
  for (const title of titlesOf(template)) expect(PAGE).toContain(`| ${title} |`);
});

describe('a pipeline with a classic replication, a container and a topic that is there', () => {
  const topicArn = 'arn:aws:sns:eu-central-1:123456789012:oncall';

  it('tells of its task, has no bucket to tell of, and a role where the topic is of another account', async () => {
    const template = await observabilityOf({
      replication: { kind: 'classic' },
      sink: { kind: 'fargate' },
      alarms: { topicArn },
    });
    template.resourceCountIs('AWS::Events::Rule', 1);
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({ 'detail-type': ['DMS Replication Task State Change'] }),
      Targets: [Match.objectLike({ Arn: topicArn })],
    });
    template.resourceCountIs('AWS::SNS::TopicPolicy', 0);
    const [[condition, elsewhere] = ['']] = Object.entries(template.findConditions('*')).filter(([id]) =>
      id.includes('Elsewhere'),
    );
    expect(elsewhere).toEqual({ 'Fn::Not': [{ 'Fn::Equals': ['123456789012', { Ref: 'AWS::AccountId' }] }] });
    const [[role] = ['']] = Object.entries(template.findResources('AWS::IAM::Role', { Condition: condition }));
    template.hasResourceProperties('AWS::Events::Rule', {
      Targets: [
        Match.objectLike({
          RoleArn: { 'Fn::If': [condition, { 'Fn::GetAtt': [role, 'Arn'] }, { Ref: 'AWS::NoValue' }] },
        }),
      ],
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: Match.objectLike({
        Statement: [
          Match.objectLike({
            Principal: { Service: 'events.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ],
      }),
      Policies: [
        Match.objectLike({
          PolicyDocument: Match.objectLike({
            Statement: [
              { Effect: 'Allow', Action: 'sns:Publish', Resource: topicArn },
              {
                Effect: 'Allow',
                Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
                Resource: {
                  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':kms:eu-central-1:123456789012:key/*']],
                },
                Condition: {
                  StringEquals: {
                    'kms:ViaService': { 'Fn::Join': ['', ['sns.eu-central-1.', { Ref: 'AWS::URLSuffix' }]] },
                  },
                },
              },
            ],
          }),
        }),
      ],
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'drayage_tables_incomplete',
      Namespace: 'Drayage/shop',
    });
    expect(descriptionsOf(template).join('')).not.toContain('every replication');
  });
});

it('without anybody to tell there are alarms, and no notices', async () => {
  const template = await observabilityOf({ alarms: { latencyMinutes: 'off' } });
  template.resourceCountIs('AWS::Events::Rule', 0);
  expect(descriptionsOf(template).length).toBeGreaterThan(5);
  expect(descriptionsOf(template).join('')).not.toMatch(/behind the source|behind AWS DMS/);
});
