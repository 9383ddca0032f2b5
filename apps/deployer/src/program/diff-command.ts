import { Command, Option } from 'commander';
import { showDifferences } from '../deploy/adapters/cdk-stacks.js';
import { stackNames } from '../stacks/stages.js';
import { type AwsFlags, withAwsFlags } from './common-flags.js';
import type { DeployerEnvironment } from './deployer-environment.js';
import { loadOrRefuse, withBundle } from './load-or-refuse.js';
import { nothingThere } from './nothing-there.js';
import { describePlace, openAws } from './open-aws.js';
import { synthesize } from './synthesize.js';
import { withFolder } from './with-folder.js';

const EXAMPLES = `
Examples:
  $ dray diff
  $ dray diff --only replication --method template

It shows what dray deploy would change, as the CDK writes it. By a change set, which CloudFormation makes and which is deleted
again, it also knows what would be replaced; by the template alone it is faster.

Exit codes: 0 done, 1 failure, 2 usage or configuration, 130 interrupted.
`;

/** `dray diff`: what a deployment would change. */
export function diffCommand(environment: DeployerEnvironment): Command {
  return withAwsFlags(new Command('diff'))
    .description('Show what a deployment would change.')
    .addOption(
      new Option('--method <method>', 'how to compare').choices(['change-set', 'template']).default('change-set'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (flags: AwsFlags & { readonly method: 'change-set' | 'template' }) => {
      const spec = await loadOrRefuse(flags, environment);
      const nothing = nothingThere(flags.only, spec);
      if (nothing !== undefined) {
        environment.printOutput(nothing);
        return;
      }
      const whole = await withBundle(spec, environment);
      await withFolder('drayage-diff-', async (assembly) => {
        synthesize(whole, assembly);
        const { clients, env, profile, place } = await openAws(flags, spec, environment);
        clients.destroy();
        environment.printError(`In ${describePlace(place)}.\n`);
        const { method } = flags;
        await showDifferences(stackNames(spec, flags.only), {
          assembly,
          method,
          env,
          profile,
          print: environment.printOutput,
        });
      });
    });
}
