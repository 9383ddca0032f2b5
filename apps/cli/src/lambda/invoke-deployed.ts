import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AwsOpsError, invokeFunction } from '@drayage/aws-ops';
import { EXIT_CODES, type ExitCode, UsageError } from '@drayage/terminal';
import type { AwsFlags } from '../aws/aws-flags.js';
import { needName, withAws } from '../aws/open-aws.js';
import type { CliEnvironment } from '../cli-environment.js';

export interface DeployedFlags extends Omit<AwsFlags, 'output'> {
  readonly event: string;
}

/**
 * Passes an event to the function that is deployed. The end of its log goes to standard error, its answer to standard output.
 * Exit code 1 where it failed, or handed records back.
 */
export async function invokeDeployed(flags: DeployedFlags, environment: CliEnvironment): Promise<ExitCode> {
  const event = await readEvent(resolve(environment.cwd, flags.event));
  return withAws(flags, environment, async ({ clients, config }) => {
    const name = needName(config, 'function');
    const { functionError, payload, logTail } = await invokeFunction(clients, name, event);
    environment.stderr.write(logTail);
    if (functionError !== undefined) {
      throw new AwsOpsError('service-failed', {
        message: `The function ${name} failed (${functionError}): ${messageOf(payload)}`,
        remedy: 'See its log: dray logs --source lambda --level error.',
      });
    }
    environment.stdout.write(`${payload === '' ? 'null' : payload}\n`);
    return handsBack(payload) ? EXIT_CODES.failure : EXIT_CODES.done;
  });
}

async function readEvent(file: string): Promise<string> {
  try {
    const text = await readFile(file, 'utf8');
    JSON.parse(text);
    return text;
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is no JSON' : 'cannot be read';
    throw new UsageError(
      `--event: ${file} ${why}.`,
      'Give a file with one event, as Lambda passes it for a Kinesis event source mapping.',
    );
  }
}

function handsBack(payload: string): boolean {
  const answer = parse(payload);
  const failures: unknown =
    typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'batchItemFailures') : undefined;
  return Array.isArray(failures) && failures.length > 0;
}

function messageOf(payload: string): string {
  const answer = parse(payload);
  const message: unknown =
    typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'errorMessage') : undefined;
  return typeof message === 'string' ? message : 'no message';
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
