import { join } from 'node:path';
import { type AwsClients, describeEventSourceMapping } from '@drayage/aws-ops';
import { CONTAINER_REPOSITORY } from '../../constructs/sink-image.js';
import type { SinkPort } from '../ports.js';
import type { Waiting } from '../waiting.js';
import { type DrayProgram, runDray } from './dray-program.js';

export interface SinkBuilderOptions {
  readonly clients: Pick<AwsClients, 'lambda'>;
  /** `undefined`: it was not started by `dray`. */
  readonly dray: DrayProgram | undefined;
  /** Words that name account and region, as `dray` takes them. */
  readonly awsWords: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The folder of the repository: what the image is built from. */
  readonly checkout: string;
  readonly signal: AbortSignal;
  /** Told what the programs print, as they do. */
  readonly print: (text: string) => void;
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

export interface SinkImage {
  readonly repository: string;
  readonly tag: string;
  readonly architecture: 'arm64' | 'x86_64';
}

/** The words of `dray` that build and push an image. */
export function imageCommands(
  { repository, tag, architecture }: SinkImage,
  checkout: string,
): { readonly build: readonly string[]; readonly push: readonly string[] } {
  const name = ['--repository', repository, '--tag', tag];
  const folder = repository === CONTAINER_REPOSITORY ? 'apps/sink' : 'apps/lambda-sink';
  const platform = architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64';
  return {
    build: [
      'image',
      'build',
      ...name,
      '--file',
      join(checkout, folder, 'Dockerfile'),
      '--context',
      checkout,
      '--platform',
      platform,
    ],
    push: ['image', 'push', ...name, '--output', 'json'],
  };
}

/** The sink: built by `dray`, run as a program, and looked at by AWS Lambda. */
export function sinkBuilder(options: SinkBuilderOptions): SinkPort {
  const { clients, dray, awsWords, checkout, signal, tag, beginWait } = options;
  return {
    pushImage: async (repository, architecture) => {
      if (dray === undefined) throw new NoImageError('The image is built by dray deploy only.');
      const { build, push } = imageCommands({ repository, tag, architecture }, checkout);
      try {
        await runDray(dray, build, options);
        return digestOf(await runDray(dray, [...push, ...awsWords], options));
      } catch (cause) {
        signal.throwIfAborted();
        if (cause instanceof NoImageError) throw cause;
        throw new NoImageError('The image could not be built and pushed: what it said stands above.', cause);
      }
    },
    awaitReading: async (outputs) => {
      const id = outputs['EventSourceMappingId'];
      // A container is waited for by CloudFormation: its service is not made before the task is healthy.
      if (id === undefined) return;
      const waiting = beginWait();
      for (;;) {
        const { state } = await describeEventSourceMapping(clients, id);
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
