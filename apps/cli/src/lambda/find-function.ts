import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '@drayage/terminal';
import type { CliEnvironment } from '../cli-environment.js';

/** The program beside the function's bundle that passes it one event. */
const PROGRAM = 'invoke.mjs';

/**
 * The function as it was built: in the folder that was named, or in the checkout that this program is a part of, where it is
 * built if it is not there yet.
 *
 * @throws UsageError where there is none.
 */
export async function findFunction(folder: string | undefined, environment: CliEnvironment): Promise<string> {
  if (folder !== undefined) {
    const program = join(resolve(environment.cwd, folder), PROGRAM);
    if (existsSync(program)) return program;
    throw new UsageError(
      `--bundle: ${program} is not there.`,
      'Name the folder that `npx nx build lambda-sink` has written: apps/lambda-sink/dist.',
    );
  }
  const root = checkoutOf(dirname(fileURLToPath(import.meta.url)));
  if (root === undefined) {
    throw new UsageError(
      'The Lambda function is not a part of this installation.',
      'Build it in a checkout (`npx nx build lambda-sink`) and name its folder by --bundle.',
    );
  }
  const program = join(root, 'apps/lambda-sink/dist', PROGRAM);
  if (!existsSync(program)) await build(root, environment);
  return program;
}

function checkoutOf(folder: string): string | undefined {
  if (existsSync(join(folder, 'apps/lambda-sink/package.json'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : checkoutOf(parent);
}

async function build(root: string, { env, stderr }: CliEnvironment): Promise<void> {
  stderr.write('The Lambda function is not built yet; building it.\n');
  const child = spawn('npx', ['nx', 'build', 'lambda-sink'], {
    cwd: root,
    env: { ...env, NX_DAEMON: 'false' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => stderr.write(text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0)
    throw new UsageError('The Lambda function cannot be built.', 'Run `npx nx build lambda-sink` and see why.');
}
