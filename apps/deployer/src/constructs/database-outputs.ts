import { Aws, CfnOutput, Fn } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { type PipelineSpec, type SourceEngine, sourcePort } from '../pipeline/pipeline-spec.js';
import { DEMO_USER, type DemoDatabase } from './demo-database.js';

export interface DatabaseOutputsProps {
  readonly spec: PipelineSpec;
  readonly database: DemoDatabase;
}

const LOCAL_PORT = 15_432;

/** How a person gets to the database from where they sit; the password is asked for, and told by the secret. */
export class DatabaseOutputs extends Construct {
  constructor(scope: Construct, id: string, { spec, database }: DatabaseOutputsProps) {
    super(scope, id);
    const { instance, secret } = database;
    const host = instance.dbInstanceEndpointAddress;
    const open = spec.config.demo.public !== undefined;
    const port = sourcePort(spec);
    const outputs: Readonly<Record<string, string>> = {
      DatabaseArn: instance.instanceArn,
      DatabaseHost: host,
      DatabasePort: String(port),
      DatabaseSecretArn: secret.secretArn,
      PasswordCommand: Fn.join('', [
        `aws secretsmanager get-secret-value --region ${Aws.REGION} --query SecretString --output text --secret-id `,
        secret.secretArn,
      ]),
      ...(open ? {} : { TunnelCommand: tunnelCommand(spec, host, port) }),
      ConnectCommand: open
        ? connectCommand(spec, host, port)
        : connectCommand(spec, spec.engine === 'postgresql' ? 'localhost' : '127.0.0.1', LOCAL_PORT),
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value }).overrideLogicalId(name);
  }
}

function tunnelCommand({ name }: PipelineSpec, host: string, port: number): string {
  const bastion = `$(aws cloudformation describe-stacks --region ${Aws.REGION} --stack-name ${name}-network --query "Stacks[0].Outputs[?OutputKey=='BastionId'].OutputValue" --output text)`;
  return Fn.join('', [
    `aws ssm start-session --region ${Aws.REGION} --target ${bastion} --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters host=`,
    host,
    `,portNumber=${port},localPortNumber=${LOCAL_PORT}`,
  ]);
}

function connectCommand({ engine, config }: PipelineSpec, host: string, port: number): string {
  const { database } = config.demo;
  const command: Readonly<Record<SourceEngine, readonly string[]>> = {
    postgresql: ['psql "host=', host, ` port=${port} user=${DEMO_USER} dbname=${database} sslmode=require"`],
    mysql: ['mysql --host=', host, ` --port=${port} --user=${DEMO_USER} --password --ssl-mode=REQUIRED ${database}`],
    mariadb: ['mariadb --host=', host, ` --port=${port} --user=${DEMO_USER} --password --ssl ${database}`],
  };
  return Fn.join('', [...command[engine]]);
}
