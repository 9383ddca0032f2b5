import { type AwsClients, deleteStack, describeStack, readStackTemplate, describeStackEvents } from '@drayage/aws-ops';
import type { StackPort } from '../ports.js';
import { refusedByDms, ReplicationUnchangeableError } from '../serverless-refusal.js';
import type { Template } from '../template-changes.js';
import type { Waiting } from '../waiting.js';
import { type CdkProgramOptions, runCdk } from './cdk-program.js';

export interface CdkStacksOptions extends CdkProgramOptions {
  readonly clients: Pick<AwsClients, 'cloudFormation'>;
  /** The folder with the synthesized templates. */
  readonly assembly: string;
  /** By a change set, or by a plain call, which is faster. */
  readonly method: 'change-set' | 'direct';
  /** The stacks that the folder has. */
  readonly synthesized: ReadonlySet<string>;
  /** Whether a replication that is made anew loads every table; else it carries changes alone. */
  readonly loads: boolean;
  readonly beginWait: () => Waiting;
}

/** So many events of a stack are looked at for the reason of a failure: more than one update of it has. */
const EVENTS = 200;

/** Stacks by the CDK's own program, which brings up what a template needs, and waits; looked at by CloudFormation. */
export function cdkStacks(options: CdkStacksOptions): StackPort {
  const { clients, assembly, method, synthesized, loads, beginWait, ...program } = options;
  const app = ['--app', assembly];
  return {
    find: async (stackName) => {
      const stack = await describeStack(clients, stackName);
      // What was never made whole has nothing that could be kept.
      if (stack === undefined || stack.status === 'REVIEW_IN_PROGRESS' || stack.status === 'DELETE_COMPLETE')
        return undefined;
      return {
        status: stack.status,
        outputs: Object.fromEntries(stack.outputs.map(({ key, value }) => [key, value])),
        template: await readTemplate(clients, stackName),
      };
    },
    deploy: async (stackName, parameters) => {
      const given = Object.entries(parameters).flatMap(([name, value]) => [
        '--parameters',
        `${stackName}:${name}=${value}`,
      ]);
      const flags = ['--exclusively', '--require-approval', 'never', '--progress', 'events', '--method', method];
      try {
        await runCdk(['deploy', stackName, ...app, ...flags, ...given], program);
      } catch (cause) {
        const reason = await whyRefused(clients, stackName);
        throw reason === undefined ? cause : new ReplicationUnchangeableError(reason, { cause, loads });
      }
    },
    bootstrap: () => runCdk(['bootstrap', ...app], program),
    delete: async (stackName) => {
      if (synthesized.has(stackName))
        return runCdk(['destroy', stackName, ...app, '--exclusively', '--force'], program);
      // The CDK's program knows nothing of a stack that the configuration no longer has.
      await deleteStack(clients, stackName);
      const waiting = beginWait();
      for (;;) {
        const status = (await describeStack(clients, stackName))?.status ?? 'DELETE_COMPLETE';
        if (status === 'DELETE_COMPLETE') return;
        if (status === 'DELETE_FAILED') throw new StackDeletionError(stackName);
        waiting.look(`${stackName} is ${status}.`);
        await waiting.pause();
      }
    },
  };
}

/** CloudFormation could not delete a stack. */
export class StackDeletionError extends Error {
  readonly code = 'stack-not-deleted';
  readonly remedy: string;

  constructor(stackName: string) {
    super(`${stackName} is DELETE_FAILED.`);
    this.name = 'StackDeletionError';
    this.remedy = `See what holds it: dray stack events --stack ${stackName}. Then run the same command again.`;
  }
}

/** Why AWS DMS did not take a change; `undefined`: that was not the reason, or it cannot be read. */
async function whyRefused(clients: Pick<AwsClients, 'cloudFormation'>, stackName: string): Promise<string | undefined> {
  try {
    return refusedByDms(await describeStackEvents(clients, stackName, EVENTS));
  } catch {
    return undefined;
  }
}

/** What would change, as the CDK shows it. */
export function showDifferences(
  stackNames: readonly string[],
  {
    assembly,
    method,
    ...program
  }: CdkProgramOptions & { readonly assembly: string; readonly method: 'change-set' | 'template' },
): Promise<void> {
  return runCdk(['diff', ...stackNames, '--app', assembly, '--exclusively', '--method', method], program);
}

/** Ours is JSON; the CDK's own stack is YAML, and nobody compares it. */
async function readTemplate(clients: Pick<AwsClients, 'cloudFormation'>, stackName: string): Promise<Template> {
  const text = await readStackTemplate(clients, stackName);
  return text.trimStart().startsWith('{') ? (JSON.parse(text) as Template) : {};
}
