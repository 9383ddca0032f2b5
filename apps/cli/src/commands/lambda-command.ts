import { Command } from 'commander';
import { withAwsOptions } from '../aws/aws-flags.js';
import type { CliEnvironment } from '../cli-environment.js';
import type { ExitCode } from '../exit-codes.js';
import { invokeDeployed, type DeployedFlags } from '../lambda/invoke-deployed.js';
import { pauseCommand, resumeFunctionCommand } from './lambda/set-mapping-commands.js';
import { updateCommand } from './lambda/update-command.js';

const EXAMPLES = `
Examples:
  $ dray lambda invoke --function shop-sink --event event.json

Passes the event to the function that is deployed, prints its answer as JSON, and the end of its log to standard error.
Exit codes: 0 all dealt with, 1 failed or handed records back, 2 usage or configuration, 130 interrupted.
`;

/** `dray lambda invoke | pause | resume | update`. */
export function lambdaCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const invokeCommand = withAwsOptions(new Command('invoke').description('Pass an event to the function.').requiredOption('--event <file>', 'the event, as Lambda passes it for a Kinesis event source mapping'), ['function'])
    .addHelpText('after', EXAMPLES)
    .action(async (flags: DeployedFlags) => {
      finish(await invokeDeployed(flags, environment));
    });
  const command = new Command('lambda').description('The sink as a Lambda function.').addCommand(invokeCommand);
  for (const make of [pauseCommand, resumeFunctionCommand, updateCommand]) command.addCommand(make(environment, finish));
  return command;
}
