import {
  connectionsInWords,
  startWhenConnected,
  type OwnedAwsClients,
  type Replication,
  type StartType,
} from '@drayage/aws-ops';
import type { CliEnvironment } from '../cli-environment.js';
import { describeDuration } from '../render/describe-time.js';
import { beginWait } from './begin-wait.js';

const LOOK_EVERY_MS = 5_000;

/** AWS DMS tests its connections for longer than somebody wanted to wait. */
export class StillTestingError extends Error {
  readonly code = 'still-waiting';
  readonly remedy = 'Run the same command again. To wait longer: --timeout MINUTES.';

  constructor(seen: string, waitedMs: number) {
    super(`Nothing was started: after ${describeDuration(waitedMs)} the connections are not tested (${seen}).`);
    this.name = 'StillTestingError';
  }
}

export interface StartInTime {
  readonly type: StartType;
  /** How long the tests of its connections are waited for. */
  readonly timeoutMs: number;
}

/** Asks for the start, for a task once its connections are tested; says what is waited for, and nothing where nothing is. */
export async function startInTime(
  clients: OwnedAwsClients,
  replication: Replication,
  { type, timeoutMs }: StartInTime,
  environment: CliEnvironment,
): Promise<void> {
  let seen = '';
  let shown = '';
  const pause = beginWait(environment, {
    everyMs: LOOK_EVERY_MS,
    timeoutMs,
    late: (waitedMs) => new StillTestingError(seen, waitedMs),
  });
  await startWhenConnected(clients, replication, type, {
    onLook: (connections) => (seen = connectionsInWords(connections)),
    pause: () => {
      if (seen !== shown) environment.stderr.write(`Waiting for AWS DMS to test its connections: ${seen}\n`);
      shown = seen;
      return pause();
    },
  });
}
