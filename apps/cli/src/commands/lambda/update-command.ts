import { Command } from 'commander';
import {
  AwsOpsError,
  describeFunction,
  describeRepository,
  findImageDigest,
  updateFunctionImage,
  type OwnedAwsClients,
} from '@drayage/aws-ops';
import type { DrayageConfig } from '@drayage/config';
import { EXIT_CODES, type ExitCode, UsageError } from '@drayage/terminal';
import { withAwsOptions, type AwsFlags } from '../../aws/aws-flags.js';
import { needName, withAws } from '../../aws/open-aws.js';
import type { CliEnvironment } from '../../cli-environment.js';
import { beginWait, StillWaitingError } from '../../control/begin-wait.js';
import { ControlRefusedError } from '../../control/outcome.js';
import { interruptible } from '../../interruptible.js';
import { timeoutOption } from '../../options/timeout-option.js';

interface UpdateFlags extends AwsFlags {
  readonly tag?: string;
  readonly image?: string;
  /** Milliseconds. */
  readonly timeout: number;
}

const LOOK_EVERY_MS = 3_000;

const EXAMPLES = `
Examples:
  $ dray lambda update --tag 1.4.0
  $ dray lambda update --function shop-sink --image 123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop-sink@sha256:…

Lets the function run another image, by its digest, and waits until it does. A deployed stack names an image too:
the next deployment goes back to that one, unless it is told of this. A function of a zip file, as dray deploy makes it unless
told otherwise, takes no image: dray deploy --only sink brings that up to date.
Exit codes: 0 done, 1 failure, 2 usage or configuration, 130 interrupted.
`;

/** `dray lambda update`. */
export function updateCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const command = new Command('update')
    .description('Let the function run another image.')
    .option('--tag <tag>', 'tag of an image in the repository')
    .option('--image <uri>', 'the image, with its digest')
    .addOption(timeoutOption(10));
  return withAwsOptions(command, ['function', 'repository'])
    .addHelpText('after', EXAMPLES)
    .action(async (flags: UpdateFlags) => {
      finish(await interruptible('asked', environment, () => update(flags, environment)));
    });
}

async function update(flags: UpdateFlags, environment: CliEnvironment): Promise<ExitCode> {
  if ((flags.tag === undefined) === (flags.image === undefined))
    throw new UsageError('Name one image: --tag or --image.', 'For example --tag 1.4.0.');
  if (flags.image !== undefined && !/@sha256:[0-9a-f]{64}$/u.test(flags.image)) {
    throw new UsageError(
      '--image has no digest.',
      'A tag can move: give REPOSITORY@sha256:…, or let --tag find the digest.',
    );
  }
  return withAws(flags, environment, async ({ clients, config }) => {
    const name = needName(config, 'function');
    const before = await describeFunction(clients, name);
    if (before.packageType === 'Zip') {
      throw new ControlRefusedError(
        `The function ${before.name} runs a zip file, and takes no image.`,
        'Bring it up to date with its stack: dray deploy --only sink. Or let it run images: sink.packaging: image.',
      );
    }
    const imageUri = flags.image ?? (await imageByTag(clients, config, flags.tag ?? ''));
    await updateFunctionImage(clients, name, imageUri);
    const pause = beginWait(environment, {
      everyMs: LOOK_EVERY_MS,
      timeoutMs: flags.timeout,
      late: (waitedMs) => new StillWaitingError('updating', waitedMs),
    });
    environment.stderr.write(`Asked AWS Lambda for ${imageUri}; it takes it in …\n`);
    let now = await describeFunction(clients, name);
    while (now.lastUpdate === 'InProgress') {
      await pause();
      now = await describeFunction(clients, name);
    }
    if (now.lastUpdate === 'Failed') {
      throw new AwsOpsError('wrong-state', {
        message: `The function did not take the image${now.lastUpdateReason === undefined ? '' : `: ${now.lastUpdateReason}`}.`,
        remedy:
          "Check that the image is of the function's architecture, and that the repository lets Lambda pull (dray image push does).",
      });
    }
    const result = { function: now.name, before: before.imageUri ?? null, image: imageUri, lastUpdate: now.lastUpdate };
    environment.stdout.write(
      flags.output === 'json' ? `${JSON.stringify(result)}\n` : `${result.function}: ${imageUri}\n`,
    );
    return EXIT_CODES.done;
  });
}

/** By its digest, so that the function keeps the image whatever becomes of the tag. */
async function imageByTag(clients: OwnedAwsClients, config: DrayageConfig, tag: string): Promise<string> {
  const name = needName(config, 'repository');
  const repository = await describeRepository(clients, name);
  if (repository === undefined) {
    throw new AwsOpsError('not-found', {
      message: `There is no repository ${name} in this account and region.`,
      remedy: 'Make it and push an image: dray image push.',
    });
  }
  return `${repository.uri}@${await findImageDigest(clients, name, tag)}`;
}
