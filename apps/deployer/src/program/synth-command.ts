import { resolve } from 'node:path';
import { Command } from 'commander';
import { type CommonFlags, withCommonFlags } from './common-flags.js';
import type { DeployerEnvironment } from './deployer-environment.js';
import { loadOrRefuse } from './load-or-refuse.js';
import { synthesize, templatesOf } from './synthesize.js';

const EXAMPLES = `
Examples:
  $ dray synth --config drayage.config.yaml --out cdk.out
  $ dray synth --out review && cfn-lint review/*.template.json

It needs neither an AWS account nor Docker. The folder is a CDK assembly: cdk deploy --app FOLDER takes it as well.

Exit codes: 0 done, 1 failure, 2 usage or configuration.
`;

/** `dray synth`: the CloudFormation templates of a pipeline, to be reviewed. */
export function synthCommand(environment: DeployerEnvironment): Command {
  return withCommonFlags(new Command('synth'))
    .description('Write the CloudFormation templates of a pipeline into a folder.')
    .option('--out <folder>', 'where to', 'cdk.out')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: CommonFlags & { readonly out: string }) => {
      const spec = await loadOrRefuse(flags, environment);
      const folder = resolve(environment.cwd, flags.out);
      const assembly = synthesize(spec, folder);
      const stacks = [...templatesOf(assembly)].map(([name, { Resources = {} }]) => ({
        name,
        resources: Object.keys(Resources).length,
      }));
      const lines = stacks.map(({ name, resources }) => `${name}: ${resources} resources\n`);
      environment.printOutput(
        flags.output === 'json'
          ? `${JSON.stringify({ pipeline: spec.name, folder, stacks })}\n`
          : `${lines.join('')}Written to ${folder}.\n`,
      );
    });
}
