import { GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { type AwsClients, describeStack } from '@drayage/aws-ops';
import type { StackPort } from '../ports.js';
import type { Template } from '../template-changes.js';
import { type CdkProgramOptions, runCdk } from './cdk-program.js';

export interface CdkStacksOptions extends CdkProgramOptions {
  readonly clients: Pick<AwsClients, 'cloudFormation'>;
  /** The folder with the synthesized templates. */
  readonly assembly: string;
  /** By a change set, or by a plain call, which is faster. */
  readonly method: 'change-set' | 'direct';
}

/** Stacks by the CDK's own program, which brings up what a template needs, and waits; looked at by CloudFormation. */
export function cdkStacks({ clients, assembly, method, ...program }: CdkStacksOptions): StackPort {
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
    deploy: (stackName, parameters) => {
      const given = Object.entries(parameters).flatMap(([name, value]) => [
        '--parameters',
        `${stackName}:${name}=${value}`,
      ]);
      const flags = ['--exclusively', '--require-approval', 'never', '--progress', 'events', '--method', method];
      return runCdk(['deploy', stackName, ...app, ...flags, ...given], program);
    },
    bootstrap: () => runCdk(['bootstrap', ...app], program),
    delete: (stackName) => runCdk(['destroy', stackName, ...app, '--exclusively', '--force'], program),
  };
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

/** As it was given: CloudFormation keeps the text. Ours is JSON; the CDK's own stack is YAML, and nobody compares it. */
async function readTemplate(
  { cloudFormation }: Pick<AwsClients, 'cloudFormation'>,
  stackName: string,
): Promise<Template> {
  const { TemplateBody = '{}' } = await cloudFormation.send(
    new GetTemplateCommand({ StackName: stackName, TemplateStage: 'Original' }),
  );
  return TemplateBody.trimStart().startsWith('{') ? (JSON.parse(TemplateBody) as Template) : {};
}
