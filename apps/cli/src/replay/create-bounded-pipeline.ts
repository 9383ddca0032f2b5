import { setTimeout as delay } from 'node:timers/promises';
import { createPipeline, type Pipeline, type PipelineOptions } from '@drayage/pipeline';
import type { CliEnvironment } from '../cli-environment.js';
import { retryLine } from '../render/retry-line.js';

/** What is said of the records; time, chance and the terminal are the command's. */
export type BoundedPipelineOptions = Omit<PipelineOptions, 'now' | 'sleep' | 'random' | 'onRetry'>;

/** A pipeline for records that come to an end. What is tried again is told on standard error. */
export function createBoundedPipeline(options: BoundedPipelineOptions, { now, stderr }: CliEnvironment): Pipeline {
  return createPipeline({
    ...options,
    now,
    sleep: (milliseconds, abort) => delay(milliseconds, undefined, { signal: abort }),
    random: Math.random,
    onRetry: (error, attempt, delayMs) => stderr.write(retryLine(error, attempt, delayMs)),
  });
}
