import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type AwsClients, eventSourceMapping } from '@drayage/aws-ops';
import { CONTAINER_REPOSITORY } from '../../constructs/sink-image.js';
import type { SinkPort } from '../ports.js';
import type { Waiting } from '../waiting.js';

const run = promisify(execFile);

/** `dray` as a program: words before its own. */
export type DrayProgram = readonly [program: string, ...words: string[]];

export interface SinkBuilderOptions {
  readonly clients: Pick<AwsClients, 'lambda'>;
  /** `undefined`: it was not started by `dray`. */
  readonly dray: DrayProgram | undefined;
  /** Words that name account and region, as `dray` takes them. */
  readonly awsWords: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** A tag that was not used before. */
  readonly tag: string;
  readonly beginWait: () => Waiting;
}

/** Nobody can build the image from here. */
export class NoImageError extends Error {
  readonly code = 'no-image';
  readonly remedy = 'Push an image of the sink to a repository of this account, and give its digest: --image sha256:…';

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'NoImageError';
  }
}

/** Nobody reads the stream, and nothing here changes that. */
export class SinkPausedError extends Error {
  readonly code = 'sink-paused';
  readonly remedy = 'dray lambda resume, then the same command again.';

  constructor(state: string) {
    super(`The sink does not read the stream: its event source mapping is ${state}. Nothing was started.`);
    this.name = 'SinkPausedError';
  }
}

/** States of a mapping that do not end in reading by themselves. */
const PAUSED = new Set(['Deleting', 'Disabled', 'Disabling']);

/** The words of `dray` that build and push an image. */
export function imageCommands(
  repository: string,
  tag: string,
  architecture: 'arm64' | 'x86_64',
): { readonly build: readonly string[]; readonly push: readonly string[] } {
  const name = ['--repository', repository, '--tag', tag];
  const folder = repository === CONTAINER_REPOSITORY ? 'apps/sink' : 'apps/lambda-sink';
  const platform = architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64';
  return {
    build: ['image', 'build', ...name, '--file', `${folder}/Dockerfile`, '--platform', platform],
    push: ['image', 'push', ...name, '--output', 'json'],
  };
}

/** The sink: built by `dray`, run as a program, and looked at by AWS Lambda. */
export function sinkBuilder({ clients, dray, awsWords, env, cwd, tag, beginWait }: SinkBuilderOptions): SinkPort {
  return {
    pushImage: async (repository, architecture) => {
      if (dray === undefined) throw new NoImageError('The image is built by dray deploy only.');
      const [program, ...words] = dray;
      const { build, push } = imageCommands(repository, tag, architecture);
      try {
        await run(program, [...words, ...build], { cwd, env: { ...env } });
        const { stdout } = await run(program, [...words, ...push, ...awsWords], { cwd, env: { ...env } });
        return digestOf(stdout);
      } catch (cause) {
        const said: unknown = cause instanceof Error ? Reflect.get(cause, 'stderr') : undefined;
        throw new NoImageError(
          `The image could not be built and pushed${typeof said === 'string' && said !== '' ? `: ${said.trim()}` : ''}.`,
          cause,
        );
      }
    },
    awaitReading: async (outputs) => {
      const id = outputs['EventSourceMappingId'];
      // A container is waited for by CloudFormation: its service is not made before the task is healthy.
      if (id === undefined) return;
      const waiting = beginWait();
      for (;;) {
        const { state } = await eventSourceMapping(clients, id);
        if (state === 'Enabled') return;
        if (PAUSED.has(state)) throw new SinkPausedError(state);
        waiting.look(`The sink's event source mapping is ${state}.`);
        await waiting.pause();
      }
    },
  };
}

function digestOf(output: string): string {
  const answer: unknown = JSON.parse(output);
  const digest: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'digest') : undefined;
  if (typeof digest === 'string') return digest;
  throw new NoImageError('The push told no digest.');
}
