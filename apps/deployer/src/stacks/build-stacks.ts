import { type App, CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import { AccountRoles } from '../constructs/account-roles.js';
import { Alarms } from '../constructs/alarms.js';
import { ChangeStream } from '../constructs/change-stream.js';
import { ClassicReplication } from '../constructs/classic-replication.js';
import { DatabaseOutputs } from '../constructs/database-outputs.js';
import { DemoDatabase } from '../constructs/demo-database.js';
import { FargateSink } from '../constructs/fargate-sink.js';
import { LambdaSink } from '../constructs/lambda-sink.js';
import { Network } from '../constructs/network.js';
import { PipelineDashboard } from '../constructs/pipeline-dashboard.js';
import type { Replication } from '../constructs/replication.js';
import { ReplicationEndpoints } from '../constructs/replication-endpoints.js';
import { ServerlessReplication } from '../constructs/serverless-replication.js';
import type { Sink } from '../constructs/sink.js';
import { SourceOutputs } from '../constructs/source-outputs.js';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { nextCommand } from './next-command.js';
import { ACCOUNT_ROLES_STACK } from './stages.js';

/**
 * Puts the stacks of a pipeline into an app: one for each stage, without an account or a region, so that a template is the
 * same wherever it is made.
 */
export function buildStacks(app: App, spec: PipelineSpec): readonly Stack[] {
  const { config, name } = spec;
  const stack = (part: string, description: string): Stack =>
    new Stack(app, `${name}-${part}`, { description: `Drayage pipeline ${name}: ${description}` });

  const accountRoles = config.roles.account === 'create' ? makeAccountRoles(app) : [];

  const networkStack = stack('network', 'network');
  const network = new Network(networkStack, 'Network', spec);

  const demo = config.source.mode === 'demo' ? stack('database', 'database of the demonstration') : undefined;
  const database = demo === undefined ? undefined : new DemoDatabase(demo, 'Database', { spec, network });
  if (database !== undefined) new DatabaseOutputs(database, 'Outputs', { spec, database });

  const streamStack = config.stream.existingArn === undefined ? stack('stream', 'stream of changes') : undefined;
  const replicationStack = stack('replication', 'AWS DMS');
  const changes = new ChangeStream(streamStack ?? replicationStack, 'Changes', spec);

  const endpoints = new ReplicationEndpoints(replicationStack, 'Endpoints', {
    spec,
    changes,
    secretArn: database?.secret.secretArn ?? config.source.secretArn ?? '',
    database: database === undefined ? config.source.database : config.demo.database,
  });
  const props = { spec, network, endpoints };
  const replication: Replication =
    config.replication.kind === 'serverless'
      ? new ServerlessReplication(replicationStack, 'Replication', props)
      : new ClassicReplication(replicationStack, 'Replication', props);
  if (database === undefined) new SourceOutputs(replicationStack, 'Source', spec);
  new CfnOutput(replicationStack, 'ReplicationArn', { value: replication.arn });
  new CfnOutput(replicationStack, 'SourceEndpointArn', { value: endpoints.source.ref });
  new CfnOutput(replicationStack, 'TargetEndpointArn', { value: endpoints.target.ref });
  if (database !== undefined) replicationStack.addStackDependency(Stack.of(database));
  for (const roles of accountRoles) replicationStack.addStackDependency(roles);

  const sinkStack = stack('sink', 'sink');
  const sink: Sink =
    config.sink.kind === 'lambda'
      ? new LambdaSink(sinkStack, 'Sink', { spec, network, changes })
      : new FargateSink(sinkStack, 'Sink', { spec, network, changes });
  new CfnOutput(sinkStack, 'SinkLogGroup', { value: sink.logGroupName });
  new CfnOutput(sinkStack, 'NextCommand', { value: nextCommand(spec) });

  const observabilityStack = stack('observability', 'dashboard and alarms');
  const observed = { spec, stream: changes.stream, replication, sink };
  new PipelineDashboard(observabilityStack, 'Dashboard', observed);
  new Alarms(observabilityStack, 'Alarms', observed);

  const stacks = [networkStack, demo, streamStack, replicationStack, sinkStack, observabilityStack].filter(
    (each) => each !== undefined,
  );
  for (const each of stacks) {
    Tags.of(each).add('drayage:pipeline', name);
    for (const [key, value] of Object.entries(config.deployment.tags)) Tags.of(each).add(key, value);
  }
  return [...accountRoles, ...stacks];
}

function makeAccountRoles(app: App): readonly Stack[] {
  const stack = new Stack(app, ACCOUNT_ROLES_STACK, {
    description: 'Roles that AWS DMS looks for by name, one each an account',
  });
  new AccountRoles(stack, 'Roles');
  return [stack];
}
