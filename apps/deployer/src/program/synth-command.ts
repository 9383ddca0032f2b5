import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { renderFindings } from '../stacks/acknowledged-findings.js';
import { type CommonFlags, withConfigFlag, withOutputFlag } from './common-flags.js';
import type { DeployerEnvironment } from './deployer-environment.js';
import { loadOrRefuse, withBundle } from './load-or-refuse.js';
import { synthesize, templatesOf } from './synthesize.js';

/** Beside the templates: what the rules of AWS Solutions find in them, and why that is right. */
const FINDINGS_FILE = 'acknowledged-findings.txt';

const EXAMPLES = `
Examples:
  $ dray synth --config drayage.config.yaml --out cdk.out
  $ dray synth --out review && cfn-lint review/*.template.json

It needs neither an AWS account nor Docker. The folder is a CDK assembly: cdk deploy --app FOLDER takes it as well. What cdk-nag
(AwsSolutions) finds and somebody gave a reason for stands in ${FINDINGS_FILE}; any other finding is a failure.

Exit codes: 0 done, 1 failure, 2 usage or configuration.
`;

/** `dray synth`: the CloudFormation templates of a pipeline, to be reviewed. */
export function synthCommand(environment: DeployerEnvironment): Command {
  return withOutputFlag(withConfigFlag(new Command('synth')))
    .description('Write the CloudFormation templates of a pipeline into a folder.')
    .option('--out <folder>', 'where to', 'cdk.out')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: CommonFlags & { readonly out: string }) => {
      const spec = await withBundle(await loadOrRefuse(flags, environment), environment);
      const folder = resolve(environment.cwd, flags.out);
      const { assembly, acknowledged } = synthesize(spec, folder);
      const findings = acknowledged();
      await writeFile(join(folder, FINDINGS_FILE), renderFindings(findings));
      const stacks = [...templatesOf(assembly)].map(([name, { Resources = {} }]) => ({
        name,
        resources: Object.keys(Resources).length,
      }));
      const lines = stacks.map(({ name, resources }) => `${name}: ${resources} resources\n`);
      environment.printOutput(
        flags.output === 'json'
          ? `${JSON.stringify({ pipeline: spec.name, folder, stacks, acknowledged: findings })}\n`
          : `${lines.join('')}Written to ${folder}.\n${findings.length} findings are acknowledged, each with its reason: ${FINDINGS_FILE}.\n`,
      );
    });
}
