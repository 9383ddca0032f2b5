import { Stack } from 'aws-cdk-lib';
import { CfnEndpoint } from 'aws-cdk-lib/aws-dms';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { PipelineSpec, SourceEngine } from '../pipeline/pipeline-spec.js';
import { kinesisSettings, sourceSettings } from '../settings/endpoint-settings.js';
import type { ChangeStream } from './change-stream.js';
import { decryptSecret } from './decrypt-secret.js';
import { SourceAuthority, sourceSslMode, verifiesByRds } from './source-authority.js';

export interface ReplicationEndpointsProps {
  readonly spec: PipelineSpec;
  readonly changes: ChangeStream;
  /** With username, password, host and port. */
  readonly secretArn: string;
  /** The database that a PostgreSQL endpoint belongs to. */
  readonly database: string | undefined;
}

const ENGINE_NAMES: Readonly<Record<SourceEngine, string>> = {
  postgresql: 'postgres',
  mysql: 'mysql',
  mariadb: 'mariadb',
};

/** Where AWS DMS reads and where it writes, and the two roles under which it does: one reads a secret, one writes a stream. */
export class ReplicationEndpoints extends Construct {
  readonly source: CfnEndpoint;
  readonly target: CfnEndpoint;

  constructor(scope: Construct, id: string, props: ReplicationEndpointsProps) {
    super(scope, id);
    const { spec, changes } = props;
    const reader = this.secretReader(props);
    this.source = this.sourceEndpoint(props, reader);
    const writer = this.streamWriter(props);
    this.target = new CfnEndpoint(this, 'Target', {
      endpointType: 'target',
      engineName: 'kinesis',
      kinesisSettings: {
        ...kinesisSettings(),
        streamArn: changes.stream.streamArn,
        serviceAccessRoleArn: writer.roleArn,
      },
      tags: [{ key: 'drayage:pipeline', value: spec.name }],
    });
  }

  private sourceEndpoint({ spec, secretArn, database }: ReplicationEndpointsProps, reader: IRole): CfnEndpoint {
    const certificateArn = verifiesByRds(spec)
      ? new SourceAuthority(this, 'SourceAuthority').certificateArn
      : spec.config.replication.certificateArn;
    const settings = {
      ...sourceSettings(spec),
      secretsManagerSecretId: secretArn,
      secretsManagerAccessRoleArn: reader.roleArn,
    };
    return new CfnEndpoint(this, 'Source', {
      endpointType: 'source',
      engineName: ENGINE_NAMES[spec.engine],
      sslMode: sourceSslMode(spec),
      ...(certificateArn === undefined ? {} : { certificateArn }),
      ...(spec.engine === 'postgresql'
        ? { postgreSqlSettings: settings, ...(database === undefined ? {} : { databaseName: database }) }
        : { mySqlSettings: settings }),
      tags: [{ key: 'drayage:pipeline', value: spec.name }],
    });
  }

  private secretReader({ spec, secretArn }: ReplicationEndpointsProps): IRole {
    const own = spec.config.roles.secretReaderArn;
    if (own !== undefined) return Role.fromRoleArn(this, 'SecretReader', own, { mutable: false });
    // AWS DMS reads secrets as its service of the region, unlike everything else.
    const { secretKmsKeyArn } = spec.config.source;
    const principal = new ServicePrincipal(`dms.${Stack.of(this).region}.amazonaws.com`);
    return this.role('SecretReader', principal, [
      new PolicyStatement({
        actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
        resources: [secretArn],
      }),
      ...(secretKmsKeyArn === undefined ? [] : [decryptSecret(secretKmsKeyArn)]),
    ]);
  }

  private streamWriter({ spec, changes }: ReplicationEndpointsProps): IRole {
    const own = spec.config.roles.streamWriterArn;
    if (own !== undefined) return Role.fromRoleArn(this, 'StreamWriter', own, { mutable: false });
    return this.role('StreamWriter', new ServicePrincipal('dms.amazonaws.com'), [
      new PolicyStatement({
        actions: ['kinesis:DescribeStream', 'kinesis:PutRecord', 'kinesis:PutRecords'],
        resources: [changes.stream.streamArn],
      }),
      ...(changes.key === undefined
        ? []
        : [new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [changes.key.keyArn] })]),
    ]);
  }

  /** The policy is part of the role: AWS DMS tries the role as soon as its endpoint is made. */
  private role(id: string, assumedBy: ServicePrincipal, statements: PolicyStatement[]): Role {
    return new Role(this, id, { assumedBy, inlinePolicies: { access: new PolicyDocument({ statements }) } });
  }
}
