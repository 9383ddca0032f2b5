import { Command } from 'commander';
import {
  describeEventSourceMapping,
  listEventSourceMappings,
  isOfStream,
  setMappingEnabled,
  type EventSourceMapping,
} from '@drayage/aws-ops';
import { streamName } from '@drayage/config';
import { EXIT_CODES, type ExitCode } from '@drayage/terminal';
import { withAwsOptions, type AwsFlags } from '../../aws/aws-flags.js';
import { needName, withAws } from '../../aws/open-aws.js';
import type { CliEnvironment } from '../../cli-environment.js';
import { beginWait, StillWaitingError } from '../../control/begin-wait.js';
import { ControlRefusedError } from '../../control/outcome.js';
import { interruptible } from '../../interruptible.js';
import { timeoutOption } from '../../options/timeout-option.js';
import { renderGrid } from '../../render/render-grid.js';

interface MappingFlags extends AwsFlags {
  /** Milliseconds. */
  readonly timeout: number;
}

const LOOK_EVERY_MS = 3_000;

const PAUSE_EXAMPLES = `
Examples:
  $ dray lambda pause
  $ dray lambda pause --function shop-sink --stream shop-changes

Stops feeding the function. Lambda keeps its place: dray lambda resume goes on from there, as long as the stream keeps the records.
Exit codes: 0 done, 1 failure, 2 usage or configuration, 130 interrupted.
`;

const RESUME_EXAMPLES = `
Examples:
  $ dray lambda resume
  $ dray lambda resume --function shop-sink --output json

Exit codes: 0 done, 1 failure, 2 usage or configuration, 130 interrupted.
`;

/** `dray lambda pause`. */
export function pauseCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  return withMappingOptions(new Command('pause').description('Stop feeding the function from the stream.'))
    .addHelpText('after', PAUSE_EXAMPLES)
    .action(async (flags: MappingFlags) => {
      finish(await interruptible('asked', environment, () => setMappings(false, flags, environment)));
    });
}

/** `dray lambda resume`. */
export function resumeFunctionCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  return withMappingOptions(new Command('resume').description('Feed the function again, from where it was paused.'))
    .addHelpText('after', RESUME_EXAMPLES)
    .action(async (flags: MappingFlags) => {
      finish(await interruptible('asked', environment, () => setMappings(true, flags, environment)));
    });
}

function withMappingOptions(command: Command): Command {
  return withAwsOptions(command, ['function', 'stream']).addOption(timeoutOption(5));
}

async function setMappings(enabled: boolean, flags: MappingFlags, environment: CliEnvironment): Promise<ExitCode> {
  return withAws(flags, environment, async ({ clients, config }) => {
    const name = needName(config, 'function');
    const { stream } = config.kinesis;
    const mappings = (await listEventSourceMappings(clients, name)).filter(({ sourceArn }) =>
      isOfStream(sourceArn, stream),
    );
    if (mappings.length === 0) {
      throw new ControlRefusedError(
        `No stream feeds the function ${name}${stream === undefined ? '' : `, at least not ${stream}`}.`,
        'Check --function and --stream; the mapping is made by the deployment.',
      );
    }
    const done: EventSourceMapping[] = [];
    let state = '';
    const pause = beginWait(environment, {
      everyMs: LOOK_EVERY_MS,
      timeoutMs: flags.timeout,
      late: (waitedMs) => new StillWaitingError(state, waitedMs),
    });
    for (const { id } of mappings) {
      let mapping = await setMappingEnabled(clients, id, enabled);
      environment.stderr.write(`${streamName(mapping.sourceArn)}: ${mapping.state}\n`);
      while (mapping.state !== (enabled ? 'Enabled' : 'Disabled')) {
        state = mapping.state;
        await pause();
        mapping = await describeEventSourceMapping(clients, id);
      }
      done.push(mapping);
    }
    const body = done.map(({ id, sourceArn, state, lastResult }) => [
      id,
      streamName(sourceArn),
      state,
      lastResult ?? '',
    ]);
    const grid = renderGrid({ header: ['mapping', 'stream', 'state', 'last result'], body, left: [0, 1, 2, 3] });
    environment.stdout.write(
      flags.output === 'json' ? `${JSON.stringify({ function: name, mappings: done })}\n` : `${grid.join('\n')}\n`,
    );
    if (!enabled)
      environment.stderr.write(
        'The streams keep their records for their retention only (dray status): resume before that.\n',
      );
    return EXIT_CODES.done;
  });
}
