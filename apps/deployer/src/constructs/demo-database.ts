import { CfnResource, Duration } from 'aws-cdk-lib';
import { InstanceType } from 'aws-cdk-lib/aws-ec2';
import {
  CaCertificate,
  Credentials,
  DatabaseInstance,
  DatabaseInstanceEngine,
  type DatabaseInstanceProps,
  DatabaseSecret,
  EngineLifecycleSupport,
  type IInstanceEngine,
  MariaDbEngineVersion,
  MysqlEngineVersion,
  ParameterGroup,
  PostgresEngineVersion,
  StorageType,
} from 'aws-cdk-lib/aws-rds';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from '../stacks/acknowledge.js';
import { type PipelineSpec, type SourceEngine, sourcePort } from '../pipeline/pipeline-spec.js';
import { removalPolicy } from '../stacks/removal-policy.js';
import type { PipelineNetwork } from './network.js';
import { sourceSslMode, verifiesByRds } from './source-authority.js';

/** Majors that AWS DMS reads; of these RDS takes the minor version that is its own default, as minors are withdrawn. */
const DEFAULT_VERSIONS: Readonly<Record<SourceEngine, string>> = {
  postgresql: '16',
  mysql: '8.4',
  mariadb: '11.4',
};

/** By themselves, MySQL 8.4 and MariaDB 11.4 take connections in clear as well. */
const MYSQL = {
  binlog_format: 'ROW',
  binlog_row_image: 'FULL',
  binlog_checksum: 'NONE',
  require_secure_transport: '1',
};

/** What AWS DMS needs of the server to read changes; most of it takes effect with a restart, so it is there from the start. */
const PARAMETERS: Readonly<Record<SourceEngine, Readonly<Record<string, string>>>> = {
  postgresql: {
    'rds.logical_replication': '1',
    'rds.force_ssl': '1',
    shared_preload_libraries: 'pg_stat_statements,pglogical',
    wal_sender_timeout: '0',
  },
  mysql: MYSQL,
  mariadb: MYSQL,
};

const MAJOR = 'A major version stands for the minor that RDS offers; which there are, RDS knows better than a list.';

/** Its owner, and the user of AWS DMS: a demonstration has nobody else. */
export const DEMO_USER = 'drayage';

/** Of these, connection strings of AWS DMS stumble over some. */
const PUNCTUATION = ' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
/** RDS writes binary logs only where backups are on. */
const BACKUP_DAYS = 7;

export interface DemoDatabaseProps {
  readonly spec: PipelineSpec;
  readonly network: PipelineNetwork;
}

/** The database of a demonstration, ready to be read by AWS DMS: private, encrypted, its password generated and kept in a secret. */
export class DemoDatabase extends Construct {
  readonly instance: DatabaseInstance;
  readonly secret: ISecret;

  constructor(scope: Construct, id: string, { spec, network }: DemoDatabaseProps) {
    super(scope, id);
    const { demo } = spec.config;
    const engine = instanceEngine(spec.engine, demo.engineVersion ?? DEFAULT_VERSIONS[spec.engine]);
    const open = demo.public !== undefined;
    const removal = removalPolicy(spec.config);
    const generated = new DatabaseSecret(this, 'Secret', { username: DEMO_USER, excludeCharacters: PUNCTUATION });
    generated.applyRemovalPolicy(removal);
    this.instance = new DatabaseInstance(this, 'Instance', {
      engine,
      ...lifecycle(spec.engine),
      // What AWS DMS verifies it by; an account may have another default.
      ...(verifiesByRds(spec) ? { caCertificate: CaCertificate.RDS_CA_RSA2048_G1 } : {}),
      parameterGroup: new ParameterGroup(this, 'Parameters', {
        engine,
        description: `What AWS DMS needs of ${spec.engine}`,
        parameters: { ...PARAMETERS[spec.engine], ...inClear(spec) },
        removalPolicy: removal,
      }),
      instanceType: new InstanceType(demo.instanceClass.replace(/^db\./, '')),
      vpc: network.vpc,
      vpcSubnets: { subnets: [...network.databaseSubnets] },
      securityGroups: network.databaseSecurityGroup === undefined ? [] : [network.databaseSecurityGroup],
      publiclyAccessible: open,
      databaseName: demo.database,
      port: sourcePort(spec),
      credentials: Credentials.fromSecret(generated),
      allocatedStorage: demo.storageGiB,
      storageType: StorageType.GP3,
      storageEncrypted: true,
      backupRetention: Duration.days(BACKUP_DAYS),
      cloudwatchLogsExports: spec.engine === 'postgresql' ? ['postgresql'] : ['error'],
      deletionProtection: spec.config.deployment.removal === 'retain',
      removalPolicy: removal,
    });
    // The CDK lets it go with the stack, though the instance that stands in it stays.
    const subnets = this.instance.node.findChild('SubnetGroup').node.defaultChild;
    if (subnets instanceof CfnResource) subnets.applyRemovalPolicy(removal);
    // The attachment completes the secret: host and port come with it.
    this.secret = this.instance.secret ?? generated;
    this.acknowledgeFindings(spec);
  }

  private acknowledgeFindings(spec: PipelineSpec): void {
    acknowledge(this, {
      'AwsSolutions-RDS3': 'A demonstration does without a second instance in another zone.',
      'AwsSolutions-RDS11':
        'The usual port: nobody but AWS DMS and the bastion, or the addresses of demo.public, can reach it.',
      'AwsSolutions-SMG4':
        'The password is generated. Whether a running AWS DMS notices another one is not documented and was not tried, so nothing changes it by itself.',
      ...(spec.config.deployment.removal === 'destroy'
        ? { 'AwsSolutions-RDS10': 'deployment.removal: destroy asks for a database that goes with its stack.' }
        : {}),
      'CloudFormation-Validate::E9006': MAJOR,
      'CloudFormation-Validate::W3691': MAJOR,
      ...(spec.config.demo.public === undefined
        ? {}
        : { 'CloudFormation-Validate::W9011': 'demo.public asks for a database that given addresses may reach.' }),
    });
  }
}

/** Where AWS DMS is asked to read MySQL or MariaDB in plain text, the server has to let it. */
function inClear(spec: PipelineSpec): Readonly<Record<string, string>> {
  return spec.engine !== 'postgresql' && sourceSslMode(spec) === 'none' ? { require_secure_transport: '0' } : {};
}

/**
 * When the support of its version ends, one that is there is upgraded, and not charged for by the hour; RDS makes no new one of such a
 * version. Of MariaDB, RDS offers no more at all.
 */
function lifecycle(engine: SourceEngine): Pick<DatabaseInstanceProps, 'engineLifecycleSupport'> {
  return engine === 'mariadb'
    ? {}
    : { engineLifecycleSupport: EngineLifecycleSupport.OPEN_SOURCE_RDS_EXTENDED_SUPPORT_DISABLED };
}

function instanceEngine(engine: SourceEngine, version: string): IInstanceEngine {
  const [major = '', minor = ''] = version.split('.');
  switch (engine) {
    case 'postgresql':
      return DatabaseInstanceEngine.postgres({ version: PostgresEngineVersion.of(version, major) });
    case 'mysql':
      return DatabaseInstanceEngine.mysql({ version: MysqlEngineVersion.of(version, `${major}.${minor}`) });
    case 'mariadb':
      return DatabaseInstanceEngine.mariaDb({ version: MariaDbEngineVersion.of(version, `${major}.${minor}`) });
  }
}
