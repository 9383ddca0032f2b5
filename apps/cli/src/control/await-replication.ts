import { waitForReplication, type OwnedAwsClients, type Replication } from '@drayage/aws-ops';
import type { CliEnvironment } from '../cli-environment.js';
import { describeDuration } from '../render/describe-time.js';
import { beginWait, StillWaitingError } from './begin-wait.js';

/** DMS changes its mind within seconds at best, and a serverless start takes many minutes. */
const LOOK_EVERY_MS = 5_000;
const CLEAR_LINE = '\r\u001B[K';

export interface AwaitOptions {
  readonly until: 'running' | 'stopped';
  readonly timeoutMs: number;
}

/** Waits and shows each step: on a terminal in one line, elsewhere a line each time the state changes. */
export async function awaitReplication(
  clients: OwnedAwsClients,
  replication: Replication,
  { until, timeoutMs }: AwaitOptions,
  environment: CliEnvironment,
): Promise<Replication> {
  const { stderr, now } = environment;
  const startedMs = now();
  let shown = '';
  let status = replication.status;
  const onLook = (seen: Replication): void => {
    status = seen.status;
    const text = describe(seen);
    if (stderr.isTTY === true) stderr.write(`${CLEAR_LINE}${text}  ${describeDuration(now() - startedMs)}`);
    else if (text !== shown) stderr.write(`${text}\n`);
    shown = text;
  };
  try {
    return await waitForReplication(clients, replication, {
      until,
      onLook,
      pause: beginWait(environment, {
        everyMs: LOOK_EVERY_MS,
        timeoutMs,
        late: (waitedMs) => new StillWaitingError(status, waitedMs),
      }),
    });
  } finally {
    if (stderr.isTTY === true) stderr.write(CLEAR_LINE);
  }
}

function describe({ identifier, status, provisionState, progress, state }: Replication): string {
  const provision = provisionState === undefined || state === 'running' ? '' : `, ${provisionState}`;
  const load =
    progress === undefined || progress.fullLoadPercent >= 100 || state !== 'running'
      ? ''
      : `, full load ${progress.fullLoadPercent} %`;
  return `${identifier}: ${status}${provision}${load}`;
}
