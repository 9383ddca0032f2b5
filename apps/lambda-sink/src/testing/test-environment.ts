import type { SinkDatabase } from '@drayage/cratedb-writer';

import type { LambdaEnvironment } from '../environment.js';

const missing = (path: string): Promise<never> => Promise.reject(Object.assign(new Error(path), { code: 'ENOENT' }));
const absent = (what: string) => (): Promise<never> => Promise.reject(new Error(`There is no ${what} here.`));

export interface PrintedLines {
  readonly lines: string[];
}

/** An environment whose outside is what a test gives it. */
export function testEnvironment(
  database: SinkDatabase | (() => Promise<SinkDatabase>),
  changes: Partial<LambdaEnvironment> = {},
): LambdaEnvironment & PrintedLines {
  const lines: string[] = [];
  let tokens = 0;
  const open =
    typeof database === 'function' ? database : () => Promise.resolve({ ...database, close: () => Promise.resolve() });
  return {
    lines,
    env: { SINK_URL: 'pglite:', LOG_LEVEL: 'warn' },
    cwd: '/function',
    readFile: missing,
    now: () => Date.now(),
    random: () => 0.5,
    sleep: () => Promise.resolve(),
    newToken: () => `token-${process.pid}-${Math.random()}-${(tokens += 1)}`,
    sliceRecords: 2_500,
    openDatabase: open,
    fetchSecret: absent('secret'),
    describeShards: absent('stream'),
    openBucket: absent('bucket'),
    openQueue: absent('queue'),
    print: (line) => void lines.push(line),
    ...changes,
  };
}

/** What Lambda tells of an invocation. */
export function invocationContext(remainingMs = 60_000): { awsRequestId: string; getRemainingTimeInMillis(): number } {
  return { awsRequestId: 'request-1', getRemainingTimeInMillis: () => remainingMs };
}
