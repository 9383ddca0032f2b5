import { CfnOutput } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { type PipelineSpec, sourcePort } from '../pipeline/pipeline-spec.js';
import { connectCommand, passwordCommand } from './connect-command.js';

/**
 * How a person gets to a source that is there. Host and user may stand in its secret only, which no template reads: then
 * the command that tells them stands in their place.
 */
export class SourceOutputs extends Construct {
  constructor(scope: Construct, id: string, spec: PipelineSpec) {
    super(scope, id);
    const { secretArn, host, dmsUser, database } = spec.config.source;
    if (secretArn === undefined) return;
    const connect =
      host === undefined
        ? 'Host and user are in the secret: the command for the password tells them.'
        : connectCommand({
            engine: spec.engine,
            host,
            port: sourcePort(spec),
            user: dmsUser ?? 'USER_OF_THE_SECRET',
            database: spec.engine === 'postgresql' ? database : undefined,
            encrypted: false,
          });
    const outputs = { PasswordCommand: passwordCommand(secretArn), ConnectCommand: connect };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value }).overrideLogicalId(name);
  }
}
