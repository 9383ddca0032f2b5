import { describe, expect, it } from 'vitest';
import { lossyChanges, needsStop, type Template, templateChanges } from './template-changes.js';

const of = (id: string, Type: string, Properties: Readonly<Record<string, unknown>> = {}): Template => ({
  Resources: { [id]: { Type, Properties } },
});
const STREAM = of('Stream', 'AWS::Kinesis::Stream', { Name: 'shop', RetentionPeriodHours: 168, Tags: [] });

describe('the changes from one template to the next', () => {
  it('are none where values are equal, whatever the order of keys; tags do not count', () => {
    const before = of('Task', 'AWS::DMS::ReplicationConfig', {
      ReplicationSettings: { a: 1, b: { c: [1, 2] } },
      Tags: ['x'],
    });
    const after = of('Task', 'AWS::DMS::ReplicationConfig', {
      ReplicationSettings: { b: { c: [1, 2] }, a: 1 },
      Tags: ['y'],
    });
    expect(templateChanges(before, after)).toEqual([]);
  });

  it('name what is added, changed and removed', () => {
    const after = { Resources: { ...STREAM.Resources, Topic: { Type: 'AWS::SNS::Topic' } } };
    expect(templateChanges(STREAM, after)).toEqual([
      { id: 'Topic', type: 'AWS::SNS::Topic', effect: 'added', properties: [] },
    ]);
    expect(templateChanges(after, STREAM)).toEqual([
      { id: 'Topic', type: 'AWS::SNS::Topic', effect: 'removed', properties: [] },
    ]);
    const longer = of('Stream', 'AWS::Kinesis::Stream', { Name: 'shop', RetentionPeriodHours: 336, Tags: [] });
    expect(templateChanges(STREAM, longer)).toEqual([
      { id: 'Stream', type: 'AWS::Kinesis::Stream', effect: 'changed', properties: ['RetentionPeriodHours'] },
    ]);
  });

  it.each([
    ['AWS::EC2::Subnet', 'CidrBlock'],
    ['AWS::Kinesis::Stream', 'Name'],
    ['AWS::RDS::DBInstance', 'DBName'],
    ['AWS::RDS::DBInstance', 'StorageEncrypted'],
    ['AWS::DMS::ReplicationTask', 'MigrationType'],
    ['AWS::DMS::ReplicationTask', 'SourceEndpointArn'],
    ['AWS::DMS::ReplicationInstance', 'PubliclyAccessible'],
    ['AWS::Lambda::EventSourceMapping', 'StartingPosition'],
  ])('replace a %s whose %s differs, which loses data or a place', (type, property) => {
    const changes = templateChanges(of('It', type, { [property]: 'a' }), of('It', type, { [property]: 'b' }));
    expect(changes).toEqual([{ id: 'It', type, effect: 'replaced', properties: [property] }]);
    expect(lossyChanges(changes)).toEqual(changes);
  });

  it.each([
    ['EngineName', { EngineName: 'a' }, { EngineName: 'b' }],
    ['DatabaseName', { DatabaseName: 'a' }, { DatabaseName: 'b' }],
    [
      'PostgreSqlSettings.SecretsManagerSecretId',
      { PostgreSqlSettings: { SecretsManagerSecretId: 'a' } },
      { PostgreSqlSettings: { SecretsManagerSecretId: 'b' } },
    ],
    ['KinesisSettings.StreamArn', { KinesisSettings: { StreamArn: 'a' } }, { KinesisSettings: { StreamArn: 'b' } }],
  ])('repoint an endpoint whose %s differs, which loses a place', (path, before, after) => {
    const type = 'AWS::DMS::Endpoint';
    const changes = templateChanges(of('It', type, before), of('It', type, after));
    expect(changes).toEqual([{ id: 'It', type, effect: 'repointed', properties: [path] }]);
    expect(lossyChanges(changes)).toEqual(changes);
    expect(lossyChanges(templateChanges(of('It', type, { SslMode: 'a' }), of('It', type, { SslMode: 'b' })))).toEqual(
      [],
    );
  });

  it('lose data where what holds it is removed or has another id, and not where an alarm is', () => {
    expect(lossyChanges(templateChanges(STREAM, of('Other', 'AWS::Kinesis::Stream', { Name: 'shop' })))).toEqual([
      { id: 'Stream', type: 'AWS::Kinesis::Stream', effect: 'removed', properties: [] },
    ]);
    expect(lossyChanges(templateChanges(of('Alarm', 'AWS::CloudWatch::Alarm'), {}))).toEqual([]);
  });

  it('need a stop of the replication where anything of AWS DMS changes, and only there', () => {
    const settings = (limit: number): Template =>
      of('Task', 'AWS::DMS::ReplicationTask', { ReplicationTaskSettings: String(limit) });
    expect(needsStop(templateChanges(settings(1), settings(2)))).toBe(true);
    expect(needsStop(templateChanges({}, settings(2)))).toBe(false);
    expect(
      needsStop(
        templateChanges(STREAM, of('Stream', 'AWS::Kinesis::Stream', { Name: 'shop', RetentionPeriodHours: 24 })),
      ),
    ).toBe(false);
  });
});
