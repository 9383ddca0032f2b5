import { Command } from 'commander';
import { allowLambdaPull, ensureRepository, findImageDigest, readRegistryLogin } from '@drayage/aws-ops';
import { EXIT_CODES, type ExitCode, UsageError } from '@drayage/terminal';
import { withAwsOptions, withOutput, type AwsFlags } from '../aws/aws-flags.js';
import { needName, operatorConfig, withAws } from '../aws/open-aws.js';
import type { CliEnvironment } from '../cli-environment.js';
import { runBuildx, runDocker } from '../docker/run-docker.js';
import { interruptible } from '../interruptible.js';

interface BuildFlags extends Pick<AwsFlags, 'config' | 'output' | 'repository'> {
  readonly tag: string;
  readonly file: string;
  readonly context: string;
  readonly platform: string;
}

interface PushFlags extends AwsFlags {
  readonly tag: string;
}

const EXAMPLES = `
Examples:
  $ dray image build --repository shop-sink --tag 1.4.0
  $ dray image push --repository shop-sink --tag 1.4.0
  $ dray lambda update --function shop-sink --tag 1.4.0

Exit codes: 0 done, 1 failure, 2 usage or configuration, 130 interrupted.
`;

const BUILD_EXAMPLES = `
Examples:
  $ dray image build --repository shop-sink --tag 1.4.0
  $ dray image build --repository shop-sink --tag 1.4.0 --platform linux/arm64 --file apps/lambda-sink/Dockerfile

Needs the Docker client with buildx, and nothing of AWS. One platform and no attestations: Lambda takes no index of images.
`;

const PUSH_EXAMPLES = `
Examples:
  $ dray image push --repository shop-sink --tag 1.4.0
  $ dray image push --repository shop-sink --tag 1.4.0 --region eu-central-1 --output json

Makes the repository where it is not there (scanned on push, tags that do not move), lets the functions of this account and region
pull from it, signs the Docker client in and pushes. It prints the address with the digest, which is what a stack should name.
`;

/** `dray image build | push`. */
export function imageCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  return new Command('image')
    .description("Build the function's image and push it to ECR.")
    .addHelpText('after', EXAMPLES)
    .addCommand(buildCommand(environment, finish))
    .addCommand(pushCommand(environment, finish));
}

function buildCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  return withOutput(
    new Command('build')
      .description('Build the image with docker buildx.')
      .requiredOption('--tag <tag>', 'tag of the image; one that was not used before')
      .option('--repository <name>', 'name of the image (default: aws.repository)')
      .option('--file <dockerfile>', 'how it is built', 'apps/lambda-sink/Dockerfile')
      .option('--context <folder>', 'what it is built from', '.')
      .option('--platform <platform>', "the function's architecture: linux/amd64 or linux/arm64", 'linux/amd64')
      .option('--config <file>', 'configuration file, for the name of the repository'),
  )
    .addHelpText('after', BUILD_EXAMPLES)
    .action(async (flags: BuildFlags) => {
      checkTag(flags.tag);
      if (flags.platform.includes(','))
        throw new UsageError('--platform names more than one.', 'Lambda takes an image of one platform.');
      const image = `${needName(await operatorConfig(flags, environment), 'repository')}:${flags.tag}`;
      const { file, platform, context, output } = flags;
      const plain = ['--provenance=false', '--sbom=false'];
      const words = ['build', '--file', file, '--platform', platform, ...plain, '--load', '--tag', image, context];
      await interruptible('done', environment, () => runBuildx(words, environment));
      environment.stdout.write(output === 'json' ? `${JSON.stringify({ image, platform })}\n` : `${image}\n`);
      finish(EXIT_CODES.done);
    });
}

function pushCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  return withAwsOptions(
    new Command('push')
      .description('Push a built image to ECR, whose repository is made where it is not there.')
      .requiredOption('--tag <tag>', 'tag of the image'),
    ['repository'],
  )
    .addHelpText('after', PUSH_EXAMPLES)
    .action(async (flags: PushFlags) => {
      checkTag(flags.tag);
      const pushed = await interruptible('done', environment, () => push(flags, environment));
      environment.stdout.write(flags.output === 'json' ? `${JSON.stringify(pushed)}\n` : `${pushed.uri}\n`);
      finish(EXIT_CODES.done);
    });
}

interface PushedImage {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
  readonly uri: string;
}

async function push(flags: PushFlags, environment: CliEnvironment): Promise<PushedImage> {
  const { tag } = flags;
  return withAws(flags, environment, async ({ clients, config }) => {
    const name = needName(config, 'repository');
    await runDocker(['image', 'inspect', '--format', '{{.Id}}', `${name}:${tag}`], environment);
    const { repository, created } = await ensureRepository(clients, name);
    if (created) environment.stderr.write(`Made the repository ${name}.\n`);
    await allowLambdaPull(clients, repository);
    const { username, password, registry } = await readRegistryLogin(clients);
    await runDocker(['login', '--username', username, '--password-stdin', registry], environment, password);
    await runDocker(['tag', `${name}:${tag}`, `${repository.uri}:${tag}`], environment);
    await runDocker(['push', `${repository.uri}:${tag}`], environment);
    const digest = await findImageDigest(clients, name, tag);
    return { repository: name, tag, digest, uri: `${repository.uri}@${digest}` };
  });
}

/** As registries take them. */
function checkTag(tag: string): void {
  if (!/^\w[\w.-]{0,127}$/u.test(tag))
    throw new UsageError(
      '--tag is no tag of an image.',
      'Letters, digits, dots, dashes and underscores, for example 1.4.0.',
    );
}
