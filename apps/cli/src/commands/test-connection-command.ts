import { Command } from 'commander';
import {
  describeEndpoints,
  describeReplication,
  explainFailure,
  testConnections,
  type Connection,
  type DmsEndpoint,
  type OwnedAwsClients,
  type TaskConnections,
} from '@drayage/aws-ops';
import { EXIT_CODES, type ExitCode } from '@drayage/terminal';
import { withAwsOptions, type AwsFlags } from '../aws/aws-flags.js';
import { needReplication, withAws } from '../aws/open-aws.js';
import type { CliEnvironment } from '../cli-environment.js';
import { beginWait } from '../control/begin-wait.js';
import { ControlRefusedError } from '../control/outcome.js';
import { interruptible } from '../interruptible.js';
import { timeoutOption } from '../options/timeout-option.js';
import { paintFor } from '../render/paint.js';
import { renderGrid } from '../render/render-grid.js';

interface TestFlags extends AwsFlags {
  /** Milliseconds. */
  readonly timeout: number;
}

/** What the test of one endpoint came to. */
interface TestedEndpoint {
  readonly endpoint: string;
  readonly direction: DmsEndpoint['direction'];
  readonly result: Connection['result'];
  readonly failure: string | null;
  readonly cause: string | null;
  readonly remedy: string | null;
}

const LOOK_EVERY_MS = 5_000;

const EXAMPLES = `
Examples:
  $ dray test-connection
  $ dray test-connection --replication shop-task --output json

Lets the replication instance connect to the source and to the stream, and explains what fails. Only for tasks: a serverless
replication has no instance, and tests its connections itself at each start (dray start tells what failed).
Exit codes: 0 both can be reached, 1 one cannot, 2 usage or configuration, 130 interrupted.
`;

/** `dray test-connection`. */
export function testConnectionCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const command = new Command('test-connection').description('Test whether AWS DMS reaches the source and the stream.');
  return withAwsOptions(command, ['replication'])
    .addOption(timeoutOption(10))
    .addHelpText('after', EXAMPLES)
    .action(async (flags: TestFlags) => {
      finish(await interruptible('asked', environment, () => testConnection(flags, environment)));
    });
}

async function testConnection(flags: TestFlags, environment: CliEnvironment): Promise<ExitCode> {
  return withAws(flags, environment, async ({ clients, config }) => {
    const replication = await describeReplication(clients, await needReplication(clients, config));
    const { instanceArn } = replication;
    if (instanceArn === undefined) {
      throw new ControlRefusedError(
        'A serverless replication has no instance to test from.',
        'It tests its connections at each start: dray start or dray resume tells what failed.',
      );
    }
    const endpoints = await describeEndpoints(clients, {
      arns: [replication.sourceEndpointArn, replication.targetEndpointArn],
    });
    const tested = await awaitTests(
      clients,
      endpoints,
      { task: { ...replication, instanceArn }, waitMs: flags.timeout },
      environment,
    );
    environment.stdout.write(
      flags.output === 'json' ? `${JSON.stringify({ endpoints: tested })}\n` : render(tested, environment),
    );
    return tested.every(({ result }) => result === 'successful') ? EXIT_CODES.done : EXIT_CODES.failure;
  });
}

/** How each ended; those that had not in time are still `testing`. */
async function awaitTests(
  clients: OwnedAwsClients,
  endpoints: readonly DmsEndpoint[],
  { task, waitMs }: { readonly task: TaskConnections; readonly waitMs: number },
  environment: CliEnvironment,
): Promise<readonly TestedEndpoint[]> {
  let tested: readonly TestedEndpoint[] = [];
  let shown = '';
  const outOfTime = new Error('out of time');
  try {
    await testConnections(clients, task, {
      which: 'all',
      onLook: (connections) => {
        tested = endpoints.map((endpoint) =>
          toTested(
            endpoint,
            connections.find(({ endpointArn }) => endpointArn === endpoint.arn),
          ),
        );
        const text = tested.map(({ endpoint, result }) => `${endpoint}: ${result}`).join(', ');
        if (text !== shown) environment.stderr.write(`${text}\n`);
        shown = text;
      },
      pause: beginWait(environment, { everyMs: LOOK_EVERY_MS, timeoutMs: waitMs, late: () => outOfTime }),
    });
  } catch (error) {
    if (error !== outOfTime) throw error;
  }
  return tested;
}

/** The log of a task has no tests of connections: what usually stands between is all that can be told. */
const USUAL_REMEDY =
  'Check security groups (one rule from the replication to the database), VPC endpoints for Kinesis and Secrets Manager, host and password (dray doctor --only source-endpoint roles).';

function toTested({ identifier, direction }: DmsEndpoint, connection: Connection | undefined): TestedEndpoint {
  const failure = connection?.failure ?? null;
  const explained = failure === null ? undefined : explainFailure(failure);
  const result = connection?.result ?? 'testing';
  return {
    endpoint: identifier,
    direction,
    result,
    failure,
    cause: explained?.cause ?? null,
    remedy: explained?.remedy ?? (result === 'failed' ? USUAL_REMEDY : null),
  };
}

function render(tested: readonly TestedEndpoint[], { stdout, env }: CliEnvironment): string {
  const paint = paintFor(stdout, env);
  const body = tested.map(({ endpoint, direction, result }) => [
    direction,
    endpoint,
    { text: result, tone: result === 'successful' ? 'good' : result === 'failed' ? 'bad' : 'warning' } as const,
  ]);
  const lines = [
    ...renderGrid({
      header: ['', 'endpoint', 'connection'],
      body,
      left: [0, 1, 2],
      elastic: 1,
      width: stdout.columns,
      paint,
    }),
  ];
  for (const { endpoint, failure, cause, remedy } of tested.filter(({ result }) => result === 'failed')) {
    lines.push('', `${endpoint}: ${failure ?? 'AWS DMS does not tell why.'}`);
    if (cause !== null) lines.push(`  cause: ${cause}`);
    if (remedy !== null) lines.push(`  remedy: ${remedy}`);
  }
  return `${lines.join('\n')}\n`;
}
