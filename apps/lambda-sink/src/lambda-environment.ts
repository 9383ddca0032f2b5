import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { openSinkDatabase } from '@drayage/cratedb-writer';
import { fetchSecret } from '@drayage/sink-shell';

import type { LambdaEnvironment } from './environment.js';

/** The environment of a sandbox, or of a process that plays one. Each client of AWS is a chunk of its own in the bundle. */
export function lambdaEnvironment(): LambdaEnvironment {
  const { env } = process;
  return {
    env,
    cwd: env['LAMBDA_TASK_ROOT'] || process.cwd(),
    readFile: (path) => readFile(path, 'utf8'),
    now: () => Date.now(),
    random: () => Math.random(),
    sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
    newToken: () => randomUUID(),
    // As many as the writer puts into one statement.
    sliceRecords: 2_500,
    openDatabase: openSinkDatabase,
    fetchSecret,
    describeShards: async (...request) => (await import('./stream/describe-shards.js')).describeShards(...request),
    openBucket: async (bucket) => (await import('./letters/open-bucket.js')).openBucket(bucket, env['AWS_REGION']),
    openQueue: async (queueUrl) => (await import('./letters/open-queue.js')).openQueue(queueUrl, env['AWS_REGION']),
    // To a pipe or a file, Node writes at once.
    print: (line) => void process.stdout.write(line),
  };
}
