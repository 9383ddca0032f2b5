import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { showDifferences } from '../deploy/adapters/cdk-stacks.js';
import { STAGES, stageStacks } from '../stacks/stages.js';
import { type AwsFlags, withAwsFlags } from './common-flags.js';
import type { DeployerEnvironment } from './deployer-environment.js';
import { loadOrRefuse } from './load-or-refuse.js';
import { nothingThere } from './nothing-there.js';
import { openAws } from './open-aws.js';
import { synthesize } from './synthesize.js';

const EXAMPLES = `
Examples:
  $ dray diff
  $ dray diff --only replication --method template

It shows what dray deploy would change. By a change set, which CloudFormation makes and which is deleted again, it also knows what
would be replaced; by the template alone it is faster.

Exit codes: 0 done, 1 failure, 2 usage or configuration.
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
      const nothing = nothingThere(flags.only, spec, flags.output);
      if (nothing !== undefined) {
        environment.printOutput(nothing);
        return;
      }
      const folder = await mkdtemp(join(tmpdir(), 'drayage-diff-'));
      try {
        synthesize(spec, folder);
        const { clients, env } = openAws(flags, spec, environment);
        clients.destroy();
        const names = STAGES.filter((stage) => flags.only === undefined || stage === flags.only)
          .flatMap((stage) => stageStacks(spec, stage))
          .map(({ stackName }) => stackName);
        await showDifferences(names, { assembly: folder, method: flags.method, env, print: environment.printOutput });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
}
