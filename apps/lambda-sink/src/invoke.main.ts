import { readFile } from 'node:fs/promises';

import type { SinkFunction } from './create-function.js';
import { describeFailure } from './describe-failure.js';

/**
 * `node invoke.mjs EVENT-FILE TIMEOUT-MS`, started by `dray lambda invoke` with a channel to it: loads the function's own
 * bundle as Lambda does, passes it the event once, and tells what came of it on the channel. Logs go to standard output.
 */
const [eventFile = '', timeoutMs = ''] = process.argv.slice(2);
const FUNCTION = './function/index.mjs';

const { handler, lastReport, close } = (await import(FUNCTION)) as SinkFunction;
const event: unknown = JSON.parse(await readFile(eventFile, 'utf8'));
const endsAt = Date.now() + Number(timeoutMs);
const context = { awsRequestId: 'local', getRemainingTimeInMillis: () => Math.max(0, endsAt - Date.now()) };

const told = await handler(event, context).then(
  (answer) => ({ kind: 'answered', answer, report: lastReport() }),
  (error: unknown) => ({ kind: 'failed', ...describeFailure(error) }),
);
await close();
await new Promise<void>((resolve, reject) => {
  if (process.send === undefined) reject(new Error('Nobody listens: dray lambda invoke starts this program.'));
  else process.send(told, (error: Error | null) => (error === null ? resolve() : reject(error)));
});
// Whatever a given-up invocation left running must not keep the process alive.
process.exit(0);
