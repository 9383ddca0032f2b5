import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Writable } from 'node:stream';
import type { CliEnvironment } from '../cli-environment.js';

/** The Docker client is not there, or did not do what it was asked for. */
export class DockerError extends Error {
  readonly code: 'docker-failed' | 'docker-missing' | 'buildx-missing';
  readonly remedy: string;

  constructor(code: DockerError['code'], message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DockerError';
    this.code = code;
    this.remedy = remedy;
  }
}

/**
 * Runs the Docker client; what it prints goes to standard error. `input` is written to its standard input: the way for a
 * password, which must not be among the arguments.
 *
 * @throws DockerError
 */
export async function runDocker(
  args: readonly string[],
  environment: Pick<CliEnvironment, 'cwd' | 'env' | 'signal' | 'stderr'>,
  input = '',
): Promise<void> {
  const { cwd, env, signal, stderr } = environment;
  const child = spawn('docker', args, {
    cwd,
    env: { ...env },
    signal,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (data: Buffer) => stderr.write(data));
  child.stderr.on('data', (data: Buffer) => stderr.write(data));
  // A client that ends before it has read all is told by its exit code.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  let code: number | null;
  try {
    [code] = (await once(child, 'close')) as [number | null];
  } catch (error) {
    signal.throwIfAborted();
    throw new DockerError(
      'docker-missing',
      'The Docker client cannot be run.',
      'Install Docker (or a client that is called docker), and put it on the PATH.',
      { cause: error },
    );
  }
  signal.throwIfAborted();
  if (code !== 0) {
    throw new DockerError(
      'docker-failed',
      `docker ${args[0] ?? ''} ended with exit code ${code ?? 'none'}.`,
      'See what it said above.',
    );
  }
}

/**
 * Runs `docker buildx`, which is a plugin that a Docker client may lack; it then says of its words only that they are unknown.
 *
 * @throws DockerError
 */
export async function runBuildx(args: readonly string[], environment: Parameters<typeof runDocker>[1]): Promise<void> {
  try {
    await runDocker(['buildx', ...args], environment);
  } catch (error) {
    if (!(error instanceof DockerError) || error.code !== 'docker-failed') throw error;
    const silent = { ...environment, stderr: new Writable({ write: (_chunk, _encoding, done) => done() }) };
    const isThere = await runDocker(['buildx', 'version'], silent).then(
      () => true,
      () => false,
    );
    environment.signal.throwIfAborted();
    if (isThere) throw error;
    throw new DockerError(
      'buildx-missing',
      'The Docker client has no buildx, which builds the image.',
      'Install its plugin: docker-buildx-plugin of Docker, docker-buildx of Debian and Ubuntu. docker buildx version tells whether it is there.',
      { cause: error },
    );
  }
}
