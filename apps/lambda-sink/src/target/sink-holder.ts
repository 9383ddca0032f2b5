import { SinkError } from '@drayage/cratedb-writer';
import { PipelineHalted } from '@drayage/pipeline';

import type { Settings } from '../configuration/load-settings.js';
import type { LambdaEnvironment } from '../environment.js';
import { createCompleteness, type Completeness } from '../report/completeness.js';
import { openSink, type Sink } from './open-sink.js';
import type { TargetSecret } from './target-secret.js';

/** What a sandbox keeps of the target from one invocation to the next. */
export interface OpenedSink {
  readonly sink: Sink;
  readonly completeness: Completeness | undefined;
  /** Shards whose parents are known to be at their end. */
  readonly settled: Set<string>;
  /** Removes what has expired, once an hour at most. */
  housekeeping(): Promise<void>;
}

/**
 * ```
 * closed --use--> opened --idle for long, discarded--> closed
 * ```
 */
export interface SinkHolder {
  /**
   * Works with the sink, which is opened where it is not, or where it stood so long that its connections may be gone
   * without a word. Where the target refuses the password, the secret is read once more and all is tried again.
   */
  use<T>(work: (opened: OpenedSink) => Promise<T>): Promise<T>;
  /** What is at work still writes nothing more. */
  discard(): void;
  close(): Promise<void>;
}

export interface SinkHolderOptions {
  readonly environment: LambdaEnvironment;
  readonly settings: Settings;
  readonly secret: TargetSecret;
}

/** A frozen sandbox answers no keep-alive: load balancers forget its connections after a minute and more. */
const IDLE_MS = 45_000;
const HOUSEKEEPING_MS = 3_600_000;

export function createSinkHolder({ environment, settings, secret }: SinkHolderOptions): SinkHolder {
  let opened: OpenedSink | undefined;
  let usedAtMs = 0;
  /** Changes with each `discard`: what was being opened meanwhile is nobody's. */
  let generation = 0;

  const discard = (): void => {
    generation += 1;
    opened?.sink.discard();
    opened = undefined;
  };
  const open = async (): Promise<OpenedSink> => {
    if (opened !== undefined) return opened;
    const mine = generation;
    const sink = await openSink(environment, settings, await secret.url());
    if (mine !== generation) {
      sink.discard();
      throw new Error('The invocation that opened this target was given up.');
    }
    opened = withUpkeep(sink, environment.now);
    return opened;
  };

  return {
    use: async (work) => {
      if (environment.now() - usedAtMs > IDLE_MS) discard();
      const mine = generation;
      try {
        return await work(await open());
      } catch (error) {
        if (!isRefusedPassword(error) || mine !== generation) throw error;
        discard();
        if (!(await secret.refresh())) throw error;
        return await work(await open());
      } finally {
        usedAtMs = environment.now();
      }
    },
    discard,
    close: async () => {
      const { sink } = opened ?? {};
      opened = undefined;
      await sink?.database.close();
    },
  };
}

function withUpkeep(sink: Sink, now: () => number): OpenedSink {
  let nextAtMs = now() + HOUSEKEEPING_MS;
  return {
    sink,
    completeness:
      sink.positions === undefined ? undefined : createCompleteness({ ...sink.positions, writer: sink.writer, now }),
    settled: new Set(),
    housekeeping: async () => {
      if (now() < nextAtMs) return;
      nextAtMs = now() + HOUSEKEEPING_MS;
      await sink.writer.housekeeping();
    },
  };
}

function isRefusedPassword(error: unknown): boolean {
  return (error instanceof SinkError || error instanceof PipelineHalted) && error.code === 'authentication-failed';
}
