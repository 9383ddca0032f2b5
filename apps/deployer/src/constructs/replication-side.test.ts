import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { EXISTING_SOURCE, specOf, TABLE } from '../testing/spec.js';
import { AccountRoles } from './account-roles.js';
import { ChangeStream } from './change-stream.js';
import { ClassicReplication } from './classic-replication.js';
import { DatabaseOutputs } from './database-outputs.js';
import { DemoDatabase } from './demo-database.js';
import { Network } from './network.js';
import { ReplicationEndpoints } from './replication-endpoints.js';
import { ServerlessReplication } from './serverless-replication.js';
import { SourceOutputs } from './source-outputs.js';

type Values = Readonly<Record<string, unknown>>;

/** The part of a pipeline up to its replication, in one stack. */
async function sourceSide(sections: Values = {}, tables = [TABLE]): Promise<Template> {
  const spec = await specOf(sections, tables);
  const stack = new Stack(new App(), 'shop');
  const network = new Network(stack, 'Network', spec);
  const database =
    spec.config.source.mode === 'demo' ? new DemoDatabase(stack, 'Database', { spec, network }) : undefined;
  if (database !== undefined) new DatabaseOutputs(database, 'Outputs', { spec, database });
  const changes = new ChangeStream(stack, 'Changes', spec);
  const secretArn = database?.secret.secretArn ?? spec.config.source.secretArn ?? '';
  const endpoints = new ReplicationEndpoints(stack, 'Endpoints', {
    spec,
    changes,
    secretArn,
    database: spec.config.demo.database,
  });
  const Kind = spec.config.replication.kind === 'serverless' ? ServerlessReplication : ClassicReplication;
  new Kind(stack, 'Replication', { spec, network, endpoints });
  return Template.fromStack(stack);
}

/** The value of an output as text, with what only a deployment knows as its name. */
function outputText(template: Template, name: string): string {
  const { Value } = (template.findOutputs(name)[name] ?? {}) as { readonly Value?: unknown };
  const parts =
    typeof Value === 'string'
      ? [Value]
      : ((Value as { readonly 'Fn::Join'?: [string, unknown[]] })['Fn::Join']?.[1] ?? []);
  return parts.map((part) => (typeof part === 'string' ? part : '…')).join('');
}

describe('the network of a demonstration', () => {
  it('is a VPC in two zones, with endpoints for Kinesis and the secret, and no NAT gateway without need', async () => {
    const template = await sourceSide();
    template.hasResourceProperties('AWS::EC2::VPC', { CidrBlock: '10.42.0.0/16' });
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    template.resourceCountIs('AWS::EC2::FlowLog', 1);
    const services = Object.values(
      template.findResources('AWS::EC2::VPCEndpoint', { Properties: { VpcEndpointType: 'Interface' } }),
    );
    expect(services).toHaveLength(2);
    for (const { Properties } of services as { readonly Properties: Values }[]) {
      expect(JSON.stringify(Properties['ServiceName'])).toMatch(/kinesis-streams|secretsmanager/);
      expect(Properties['PrivateDnsEnabled']).toBe(true);
    }
  });

  it('has a NAT gateway where the sink runs in it', async () => {
    (await sourceSide({ sink: { kind: 'fargate' } })).resourceCountIs('AWS::EC2::NatGateway', 1);
  });

  it('lets AWS DMS and the bastion to the database, and nobody from outside', async () => {
    const template = await sourceSide();
    const rules = Object.values(
      template.findResources('AWS::EC2::SecurityGroupIngress', { Properties: { FromPort: 5_432 } }),
    );
    expect((rules as { readonly Properties: Values }[]).map(({ Properties }) => Properties['Description'])).toEqual([
      'AWS DMS',
      'Tunnels',
    ]);
    for (const { Properties = {} } of Object.values(template.findResources('AWS::EC2::SecurityGroup')) as {
      readonly Properties?: Values;
    }[]) {
      expect(Properties['SecurityGroupIngress']).toBeUndefined();
    }
  });

  it('opens the database to the addresses that are given, without a bastion', async () => {
    const template = await sourceSide({ demo: { public: '203.0.113.7/32' } });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '203.0.113.7/32', FromPort: 5_432, ToPort: 5_432 })],
    });
    template.hasResourceProperties('AWS::RDS::DBInstance', { PubliclyAccessible: true });
    template.resourceCountIs('AWS::EC2::Instance', 0);
    expect(outputText(template, 'ConnectCommand')).toBe(
      'psql "host=… port=5432 user=drayage dbname=shop sslmode=require"',
    );
  });
});

describe('the network of a source that is there', () => {
  it('is left as it is, but for a way in for AWS DMS and the endpoints that it needs', async () => {
    const template = await sourceSide({
      source: EXISTING_SOURCE,
      network: { endpoints: 'create', vpcCidr: '10.20.0.0/16' },
    });
    template.resourceCountIs('AWS::EC2::VPC', 0);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      GroupId: 'sg-0a1b2c3d4e5f60718',
      FromPort: 5_432,
      ToPort: 5_432,
      Description: 'AWS DMS',
    });
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcId: 'vpc-0a1b2c3d4e5f60718',
      SubnetIds: ['subnet-0a1b2c3d4e5f60711', 'subnet-0a1b2c3d4e5f60712'],
    });
    template.hasResourceProperties('AWS::DMS::ReplicationSubnetGroup', {
      SubnetIds: ['subnet-0a1b2c3d4e5f60711', 'subnet-0a1b2c3d4e5f60712'],
    });
  });

  it('gets no endpoints where it has them', async () => {
    (await sourceSide({ source: EXISTING_SOURCE })).resourceCountIs('AWS::EC2::VPCEndpoint', 0);
  });
});

describe('the database of a demonstration', () => {
  const MYSQL_PARAMETERS = {
    binlog_format: 'ROW',
    binlog_row_image: 'FULL',
    binlog_checksum: 'NONE',
    require_secure_transport: '1',
  };

  it.each([
    ['postgresql', 'postgres16', { 'rds.logical_replication': '1', 'rds.force_ssl': '1', wal_sender_timeout: '0' }],
    ['mysql', 'mysql8.4', MYSQL_PARAMETERS],
    ['mariadb', 'mariadb11.4', MYSQL_PARAMETERS],
  ])('of %s is ready for AWS DMS from the start', async (engine, family, parameters) => {
    const template = await sourceSide({ source: { mode: 'demo', engine } });
    template.hasResourceProperties('AWS::RDS::DBParameterGroup', {
      Family: family,
      Parameters: Match.objectLike(parameters),
    });
    template.hasResourceProperties('AWS::RDS::DBInstance', {
      BackupRetentionPeriod: 7,
      StorageEncrypted: true,
      PubliclyAccessible: false,
      EngineVersion: family.replace(/^[a-z]+/, ''),
      EngineLifecycleSupport: engine === 'mariadb' ? Match.absent() : 'open-source-rds-extended-support-disabled',
    });
  });

  it('takes connections in clear only where AWS DMS is asked to make them', async () => {
    const source = { mode: 'demo', engine: 'mysql' };
    (await sourceSide({ source, replication: { sslMode: 'none' } })).hasResourceProperties(
      'AWS::RDS::DBParameterGroup',
      { Parameters: { ...MYSQL_PARAMETERS, require_secure_transport: '0' } },
    );
  });

  it('has a generated password without punctuation, which stays in its secret', async () => {
    const template = await sourceSide();
    template.hasResourceProperties('AWS::SecretsManager::Secret', {
      GenerateSecretString: Match.objectLike({
        ExcludeCharacters: Match.stringLikeRegexp('@'),
        GenerateStringKey: 'password',
      }),
    });
    expect(JSON.stringify(template.findOutputs('*'))).not.toContain('{{resolve');
  });

  it('says how to get to it from where a person sits', async () => {
    const template = await sourceSide();
    expect(outputText(template, 'TunnelCommand')).toMatch(
      /^aws ssm start-session --region … --target \$\(aws cloudformation describe-stacks --region … .*--parameters host=….portNumber=5432,localPortNumber=15432$/,
    );
    expect(outputText(template, 'ConnectCommand')).toBe(
      'psql "host=localhost port=15432 user=drayage dbname=shop sslmode=require"',
    );
    const mysql = await sourceSide({ source: { mode: 'demo', engine: 'mysql' } });
    expect(outputText(mysql, 'ConnectCommand')).toBe(
      'mysql --host=127.0.0.1 --port=15432 --user=drayage --password --ssl-mode=REQUIRED shop',
    );
  });
});

describe('the stream', () => {
  it('is on-demand, kept for seven days, encrypted and retained', async () => {
    (await sourceSide()).hasResource('AWS::Kinesis::Stream', {
      Properties: {
        Name: 'shop',
        RetentionPeriodHours: 168,
        StreamModeDetails: { StreamMode: 'ON_DEMAND' },
        StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' },
      },
      DeletionPolicy: 'RetainExceptOnCreate',
    });
  });

  it('has the shards, name, key and record size that are asked for', async () => {
    const kmsKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';
    const template = await sourceSide({
      kinesis: { stream: 'dms-shop' },
      stream: { mode: 'provisioned', shards: 4, retentionHours: 24, kmsKeyArn, maxRecordKiB: 2_048 },
    });
    template.hasResourceProperties('AWS::Kinesis::Stream', {
      Name: 'dms-shop',
      ShardCount: 4,
      RetentionPeriodHours: 24,
      MaxRecordSizeInKiB: 2_048,
      StreamEncryption: { EncryptionType: 'KMS', KeyId: kmsKeyArn },
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      Policies: [
        Match.objectLike({
          PolicyDocument: Match.objectLike({
            Statement: Match.arrayWith([
              Match.objectLike({ Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: kmsKeyArn }),
            ]),
          }),
        }),
      ],
    });
  });
});

describe('the endpoints', () => {
  it('tell the sink everything, by the roles that AWS DMS assumes', async () => {
    const template = await sourceSide();
    template.hasResourceProperties('AWS::DMS::Endpoint', {
      EndpointType: 'target',
      EngineName: 'kinesis',
      KinesisSettings: Match.objectLike({
        MessageFormat: 'json-unformatted',
        IncludeControlDetails: true,
        IncludeNullAndEmpty: true,
        IncludePartitionValue: true,
        IncludeTableAlterOperations: true,
        IncludeTransactionDetails: true,
        PartitionIncludeSchemaTable: true,
        NoHexPrefix: true,
      }),
    });
    template.hasResourceProperties('AWS::DMS::Endpoint', {
      EndpointType: 'source',
      EngineName: 'postgres',
      SslMode: 'require',
      DatabaseName: 'shop',
      PostgreSqlSettings: Match.objectLike({
        CaptureDdls: true,
        FailTasksOnLobTruncation: true,
        HeartbeatEnable: true,
      }),
      Password: Match.absent(),
      Username: Match.absent(),
    });
  });

  it.each([
    ['mysql', 'mysql'],
    ['mariadb', 'mariadb'],
  ])('of %s belong to no database, and verify where a certificate is given', async (engine, engineName) => {
    const certificateArn = 'arn:aws:dms:eu-central-1:123456789012:cert:ABCDEFGHIJKLMNOPQRSTUVWXYZ';
    const template = await sourceSide({
      source: { mode: 'demo', engine },
      replication: { sslMode: 'verify-full', certificateArn, serverTimezone: 'Europe/Vienna' },
    });
    template.hasResourceProperties('AWS::DMS::Endpoint', {
      EngineName: engineName,
      DatabaseName: Match.absent(),
      SslMode: 'verify-full',
      CertificateArn: certificateArn,
      MySqlSettings: Match.objectLike({ ServerTimezone: 'Europe/Vienna' }),
    });
  });

  it.each(['mysql', 'mariadb'])(
    'of a demonstration with %s verify by the authority of RDS in its region',
    async (engine) => {
      const template = await sourceSide({ source: { mode: 'demo', engine } });
      const [[certificate, made] = ['', {}]] = Object.entries(template.findResources('AWS::DMS::Certificate'));
      const [[roots, regions] = ['', {}]] = Object.entries(template.findMappings('*'));
      expect(made).toMatchObject({
        Properties: { CertificatePem: { 'Fn::FindInMap': [roots, { Ref: 'AWS::Region' }, 'Pem'] } },
      });
      expect(Object.keys(regions)).toEqual(expect.arrayContaining(['eu-central-1', 'us-east-1', 'ap-northeast-1']));
      template.hasResourceProperties('AWS::DMS::Endpoint', {
        EndpointType: 'source',
        SslMode: 'verify-full',
        CertificateArn: { Ref: certificate },
      });
      template.hasResourceProperties('AWS::RDS::DBInstance', { CACertificateIdentifier: 'rds-ca-rsa2048-g1' });
    },
  );

  it('of a demonstration with PostgreSQL, or in plain text as somebody asks, need no authority', async () => {
    for (const sections of [{}, { source: { mode: 'demo', engine: 'mysql' }, replication: { sslMode: 'none' } }]) {
      const template = await sourceSide(sections);
      template.resourceCountIs('AWS::DMS::Certificate', 0);
      template.hasResourceProperties('AWS::RDS::DBInstance', { CACertificateIdentifier: Match.absent() });
    }
  });

  it('may decrypt a secret under a key of your own, through Secrets Manager only', async () => {
    const secretKmsKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';
    const template = await sourceSide({ source: { ...EXISTING_SOURCE, secretKmsKeyArn } });
    template.hasResourceProperties('AWS::IAM::Role', {
      Policies: [
        Match.objectLike({
          PolicyDocument: Match.objectLike({
            Statement: Match.arrayWith([
              {
                Effect: 'Allow',
                Action: 'kms:Decrypt',
                Resource: secretKmsKeyArn,
                Condition: { StringEquals: { 'kms:ViaService': Match.anyValue() } },
              },
            ]),
          }),
        }),
      ],
    });
  });

  it('take roles of your own as they are', async () => {
    const [streamWriterArn, secretReaderArn] = ['writer', 'reader'].map(
      (name) => `arn:aws:iam::123456789012:role/${name}`,
    );
    const template = await sourceSide({ source: EXISTING_SOURCE, roles: { streamWriterArn, secretReaderArn } });
    template.resourceCountIs('AWS::IAM::Role', 0);
    template.hasResourceProperties('AWS::DMS::Endpoint', {
      PostgreSqlSettings: Match.objectLike({ SecretsManagerAccessRoleArn: secretReaderArn }),
    });
  });
});

describe('a serverless replication', () => {
  it('has its limits, and its settings and mappings as objects', async () => {
    (
      await sourceSide({ replication: { minCapacityUnits: 2, maxCapacityUnits: 16, multiAz: true } })
    ).hasResourceProperties('AWS::DMS::ReplicationConfig', {
      ReplicationConfigIdentifier: 'shop',
      ReplicationType: 'full-load-and-cdc',
      ComputeConfig: Match.objectLike({ MinCapacityUnits: 2, MaxCapacityUnits: 16, MultiAZ: true }),
      ReplicationSettings: Match.objectLike({
        TargetMetadata: Match.objectLike({ LimitedSizeLobMode: true, FullLobMode: false, LobMaxSize: 512 }),
        ErrorBehavior: Match.objectLike({
          DataErrorPolicy: 'SUSPEND_TABLE',
          FailOnTransactionConsistencyBreached: true,
          RecoverableErrorCount: -1,
        }),
        ControlTablesSettings: Match.objectLike({
          StatusTableEnabled: true,
          SuspendedTablesTableEnabled: true,
          HistoryTableEnabled: true,
          FullLoadExceptionTableEnabled: true,
        }),
        BeforeImageSettings: { EnableBeforeImage: true, FieldName: 'before-image', ColumnFilter: 'pk-only' },
      }),
      TableMappings: {
        rules: Match.arrayWith([
          Match.objectLike({
            'rule-type': 'object-mapping',
            'object-locator': { 'schema-name': 'public', 'table-name': 'orders' },
          }),
        ]),
      },
    });
  });

  it('names before-images as the sink looks for them', async () => {
    (await sourceSide({ kinesis: { beforeImageField: 'was' } })).hasResourceProperties('AWS::DMS::ReplicationConfig', {
      ReplicationSettings: Match.objectLike({ BeforeImageSettings: Match.objectLike({ FieldName: 'was' }) }),
    });
  });

  it('lays settings of your own over the recommended ones, section by section', async () => {
    const settings = { FullLoadSettings: { MaxFullLoadSubTasks: 2 }, Logging: { EnableLogContext: true } };
    (await sourceSide({ replication: { settings } })).hasResourceProperties('AWS::DMS::ReplicationConfig', {
      ReplicationSettings: Match.objectLike({
        FullLoadSettings: Match.objectLike({ MaxFullLoadSubTasks: 2, TransactionConsistencyTimeout: 600 }),
        Logging: Match.objectLike({ EnableLogging: true, EnableLogContext: true }),
      }),
    });
  });
});

describe('a classic replication', () => {
  it('has a private instance, and its settings and mappings as text', async () => {
    const template = await sourceSide({
      replication: { kind: 'classic', instanceClass: 'dms.c6i.large', engineVersion: '3.5.4', storageGiB: 100 },
    });
    template.hasResourceProperties('AWS::DMS::ReplicationInstance', {
      ReplicationInstanceClass: 'dms.c6i.large',
      EngineVersion: '3.5.4',
      AllocatedStorage: 100,
      PubliclyAccessible: false,
      AutoMinorVersionUpgrade: false,
      AllowMajorVersionUpgrade: true,
    });
    template.hasResourceProperties('AWS::DMS::ReplicationTask', {
      MigrationType: 'full-load-and-cdc',
      TableMappings: Match.serializedJson(Match.objectLike({ rules: Match.anyValue() })),
      ReplicationTaskSettings: Match.serializedJson(
        Match.objectLike({ Logging: Match.objectLike({ EnableLogging: true }) }),
      ),
    });
  });

  it('begins at the position that is given', async () => {
    const replication = { kind: 'classic', type: 'cdc', cdcStartPosition: '0/16E1F98', slotName: 'old_slot' };
    const template = await sourceSide({ replication });
    template.hasResourceProperties('AWS::DMS::ReplicationTask', {
      MigrationType: 'cdc',
      CdcStartPosition: '0/16E1F98',
    });
    template.hasResourceProperties('AWS::DMS::Endpoint', {
      PostgreSqlSettings: Match.objectLike({ SlotName: 'old_slot' }),
    });
  });

  it('has no before-images for a load alone, and whole ones where a table has no key', async () => {
    const load = await sourceSide({ replication: { kind: 'classic', type: 'full-load' } });
    const keyless = await sourceSide({ replication: { kind: 'classic' } }, [
      { ...TABLE, keyless: true, partitionKey: 'schema-table' },
    ]);
    const settings = (template: Template): Values => {
      const [task] = Object.values(template.findResources('AWS::DMS::ReplicationTask')) as {
        readonly Properties: { readonly ReplicationTaskSettings: string };
      }[];
      return JSON.parse(task?.Properties.ReplicationTaskSettings ?? '{}') as Values;
    };
    expect(settings(load)['BeforeImageSettings']).toBeUndefined();
    expect(settings(keyless)['BeforeImageSettings']).toMatchObject({ ColumnFilter: 'all' });
  });
});

describe('the outputs of a source that is there', () => {
  const outputs = async (source: Values): Promise<readonly string[]> => {
    const spec = await specOf({ source: { ...EXISTING_SOURCE, ...source } });
    const stack = new Stack(new App(), 'shop');
    new SourceOutputs(stack, 'Source', spec);
    const template = Template.fromStack(stack);
    return ['ConnectCommand', 'PasswordCommand'].map((name) => outputText(template, name));
  };

  it('are the command to connect, without a password, where the host is known', async () => {
    expect(await outputs({ host: 'db.internal', port: 5_433, dmsUser: 'dms' })).toEqual([
      'psql "host=db.internal port=5433 user=dms dbname=shop"',
      expect.stringMatching(/^aws secretsmanager get-secret-value .* --secret-id arn:aws:secretsmanager:/),
    ]);
    expect(await outputs({ engine: 'mysql', database: undefined, host: 'db.internal' })).toEqual([
      'mysql --host=db.internal --port=3306 --user=USER_OF_THE_SECRET --password',
      expect.anything(),
    ]);
  });

  it('say where the host is, where only the secret knows it', async () => {
    const [connect] = await outputs({});
    expect(connect).toBe('Host and user are in the secret: the command for the password tells them.');
  });
});

it('the roles of an account bear the names that AWS DMS looks for', () => {
  const stack = new Stack(new App(), 'roles');
  new AccountRoles(stack, 'Roles');
  const template = Template.fromStack(stack);
  for (const RoleName of ['dms-vpc-role', 'dms-cloudwatch-logs-role'])
    template.hasResource('AWS::IAM::Role', {
      Properties: { RoleName },
      // Of two, one that was made before the other failed must not stay: the next attempt would find it.
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
});
