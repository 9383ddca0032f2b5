import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

/** The CDK failed; what it said stands above, on standard error. */
export class CdkError extends Error {
  readonly code = 'cdk-failed';
  readonly remedy = 'See what it printed, and dray stack events for what CloudFormation says.';

  constructor(command: string, exitCode: number | null) {
    super(exitCode === null ? `cdk ${command} was interrupted.` : `cdk ${command} ended with exit code ${exitCode}.`);
    this.name = 'CdkError';
  }
}

export interface CdkProgramOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
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
export async function runCdk(args: readonly string[], { env, print }: CdkProgramOptions): Promise<void> {
  const program = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');
  const child = spawn(process.execPath, [program, ...args, ...QUIET], {
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
  if (exitCode !== 0) throw new CdkError(args[0] ?? '', exitCode);
}
