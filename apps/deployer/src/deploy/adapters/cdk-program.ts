import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { CDK_STACK } from '../../stacks/stages.js';

/** The CDK failed; what it said stands above, on standard error. */
export class CdkError extends Error {
  readonly code = 'cdk-failed';
  readonly remedy: string;

  /** `stackName`: the one that it was about, if it was one. */
  constructor(command: string, exitCode: number | null, stackName?: string) {
    super(exitCode === null ? `cdk ${command} was interrupted.` : `cdk ${command} ended with exit code ${exitCode}.`);
    this.name = 'CdkError';
    this.remedy =
      stackName === undefined
        ? 'See what it printed.'
        : `See what it printed, and what CloudFormation says: dray stack events --failed --stack ${stackName}`;
  }
}

export interface CdkProgramOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** It takes keys of the environment before `AWS_PROFILE`, and nothing before this. */
  readonly profile?: string | undefined;
  /** Told what it prints. */
  readonly print: (text: string) => void;
}

const QUIET = ['--no-notices', '--no-color'];

/**
 * Runs the CDK's own program, of the version that reads what this library writes. Everything it prints is progress, so it
 * goes to `print`, whichever stream it was on.
 *
 * @throws CdkError
 */
export async function runCdk(args: readonly string[], { env, profile, print }: CdkProgramOptions): Promise<void> {
  const program = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');
  const words = profile === undefined ? args : [...args, '--profile', profile];
  const child = spawn(process.execPath, [program, ...words, ...QUIET], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its SDK warns of the Node.js of next year on every call.
    env: { ...env, NODE_NO_WARNINGS: '1' },
  });
  child.stdout.setEncoding('utf8').on('data', print);
  child.stderr.setEncoding('utf8').on('data', print);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (exitCode !== 0) throw new CdkError(args[0] ?? '', exitCode, stackOf(args));
}

function stackOf([command, ...words]: readonly string[]): string | undefined {
  const names = words.slice(
    0,
    words.findIndex((word) => word.startsWith('-')),
  );
  if (command === 'bootstrap') return CDK_STACK;
  return names.length === 1 ? names[0] : undefined;
}
