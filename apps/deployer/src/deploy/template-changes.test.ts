import { describe, expect, it } from 'vitest';
import { goesFirst, lossyChanges, needsStop, type Template, templateChanges } from './template-changes.js';

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
    ['AWS::Lambda::EventSourceMapping', 'StartingPositionTimestamp'],
  ])('replace a %s whose %s differs, which loses data or a place', (type, property) => {
    const changes = templateChanges(of('It', type, { [property]: 'a' }), of('It', type, { [property]: 'b' }));
    expect(changes).toEqual([{ id: 'It', type, effect: 'replaced', properties: [property] }]);
    expect(lossyChanges(changes)).toEqual(changes);
  });

  it('replace a mapping by deleting it first, unless it reads another stream: AWS Lambda takes no second one', () => {
    const type = 'AWS::Lambda::EventSourceMapping';
    const change = (before: object, after: object): readonly boolean[] =>
      templateChanges(of('It', type, { ...before }), of('It', type, { ...after })).map(goesFirst);
    expect(change({ StartingPositionTimestamp: 1 }, { StartingPositionTimestamp: 2 })).toEqual([true]);
    expect(
      change({ EventSourceArn: 'a', StartingPosition: 'x' }, { EventSourceArn: 'b', StartingPosition: 'y' }),
    ).toEqual([false]);
    expect(change({ BatchSize: 1 }, { BatchSize: 2 })).toEqual([false]);
  });

  it.each([
    ['postgres', '16', '17', true],
    ['postgres', '16.4', '16.6', false],
    ['postgres', '16', '16.6', false],
    ['mysql', '8.0.40', '8.4.3', true],
    ['mysql', '8.4', '8.4.3', false],
    ['mariadb', '10.11', '11.4', true],
  ])(
    'replace a database by deleting it first where its major version differs: %s %s to %s',
    (Engine, was, next, lossy) => {
      const type = 'AWS::RDS::DBInstance';
      const changes = templateChanges(
        of('It', type, { Engine, EngineVersion: was }),
        of('It', type, { Engine, EngineVersion: next }),
      );
      expect(changes).toEqual([
        {
          id: 'It',
          type,
          effect: lossy ? 'replaced' : 'changed',
          properties: ['EngineVersion'],
          ...(lossy ? { was } : {}),
        },
      ]);
      expect(changes.map(goesFirst)).toEqual([lossy]);
    },
  );

  it('make another database where its disk becomes smaller, and not where it grows', () => {
    const type = 'AWS::RDS::DBInstance';
    const disk = (AllocatedStorage: string): Template => of('It', type, { AllocatedStorage });
    const smaller = templateChanges(disk('100'), disk('20'));
    expect(smaller).toEqual([{ id: 'It', type, effect: 'replaced', properties: ['AllocatedStorage'] }]);
    expect(smaller.map(goesFirst)).toEqual([true]);
    expect(lossyChanges(templateChanges(disk('20'), disk('100')))).toEqual([]);
  });

  it('make another database where a subnet leaves its group, and not where one is added', () => {
    const type = 'AWS::RDS::DBSubnetGroup';
    const group = (...names: readonly string[]): Template =>
      of('It', type, { SubnetIds: names.map((name) => ({ 'Fn::ImportValue': name })) });
    const moved = templateChanges(group('a', 'b'), group('b', 'c'));
    expect(lossyChanges(moved)).toEqual([{ id: 'It', type, effect: 'replaced', properties: ['SubnetIds'] }]);
    expect(moved.map(goesFirst)).toEqual([true]);
    expect(lossyChanges(templateChanges(group('a', 'b'), group('c', 'b', 'a')))).toEqual([]);
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
