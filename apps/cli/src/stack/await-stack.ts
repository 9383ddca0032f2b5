import {
  describeStack,
  describeStackEvents,
  type OwnedAwsClients,
  type StackDescription,
  type StackEvent,
} from '@drayage/aws-ops';
import type { CliEnvironment } from '../cli-environment.js';
import { beginWait, StillWaitingError } from '../control/begin-wait.js';
import { paintFor } from '../render/paint.js';
import { renderEvent } from '../render/render-stack.js';

const LOOK_EVERY_MS = 5_000;
const RECENT = 100;
/** CloudFormation takes a moment to act on a call: so many looks a status may stand as it was. */
const STALE_LOOKS = 6;

export interface AwaitStackOptions {
  /** As it was before the call. Its id is used: a deleted stack is known by its name no more. */
  readonly before: Pick<StackDescription, 'id' | 'status'>;
  readonly timeoutMs: number;
  /** Events before that are old news. */
  readonly sinceMs: number;
}

/**
 * Shows events as they come, until what was asked for has ended, well or not; `undefined`: the stack is gone. A status that
 * never moves is answered as it stands.
 */
export async function awaitStack(
  clients: OwnedAwsClients,
  { before, timeoutMs, sinceMs }: AwaitStackOptions,
  environment: CliEnvironment,
): Promise<StackDescription | undefined> {
  const { stderr, env } = environment;
  const { id } = before;
  let { status } = before;
  const pause = beginWait(environment, {
    everyMs: LOOK_EVERY_MS,
    timeoutMs,
    late: (waitedMs) => new StillWaitingError(status, waitedMs),
  });
  let hasMoved = false;
  const shown = new Set<string>();
  const show = (events: readonly StackEvent[]): void => {
    for (const event of events.toReversed()) {
      const key = `${event.at.getTime()}/${event.logicalId}/${event.status}`;
      if (event.at.getTime() < sinceMs || shown.has(key)) continue;
      shown.add(key);
      stderr.write(`${renderEvent(event, paintFor(stderr, env))}\n`);
    }
  };
  for (let looks = 1; ; looks++) {
    const stack = await describeStack(clients, id);
    if (stack === undefined || stack.status === 'DELETE_COMPLETE') return undefined;
    show(await describeStackEvents(clients, id, RECENT));
    status = stack.status;
    const isAtRest = !status.endsWith('_IN_PROGRESS');
    hasMoved ||= status !== before.status;
    if (isAtRest && (hasMoved || looks >= STALE_LOOKS)) return stack;
    await pause();
  }
}
