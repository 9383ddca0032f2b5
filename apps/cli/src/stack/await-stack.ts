import { describeStack, stackEvents, type OwnedAwsClients, type StackDescription, type StackEvent } from '@drayage/aws-ops';
import type { CliEnvironment } from '../cli-environment.js';
import { StillWaitingError } from '../control/await-replication.js';
import { paintFor } from '../render/paint.js';
import { renderEvent } from '../render/render-stack.js';

const LOOK_EVERY_MS = 5_000;
const RECENT = 100;

export interface AwaitStackOptions {
  /** Its id: a deleted stack is known by its name no more. */
  readonly id: string;
  readonly timeoutMs: number;
  /** Events before that are old news. */
  readonly sinceMs: number;
}

/** Shows events as they come, until nothing is in progress; `undefined`: the stack is gone. */
export async function awaitStack(
  clients: OwnedAwsClients,
  { id, timeoutMs, sinceMs }: AwaitStackOptions,
  environment: CliEnvironment,
): Promise<StackDescription | undefined> {
  const { stderr, env, now } = environment;
  const startedMs = now();
  const shown = new Set<string>();
  const show = (events: readonly StackEvent[]): void => {
    for (const event of events.toReversed()) {
      const key = `${event.at.getTime()}/${event.logicalId}/${event.status}`;
      if (event.at.getTime() < sinceMs || shown.has(key)) continue;
      shown.add(key);
      stderr.write(`${renderEvent(event, paintFor(stderr, env))}\n`);
    }
  };
  for (;;) {
    const stack = await describeStack(clients, id);
    if (stack === undefined || stack.status === 'DELETE_COMPLETE') return undefined;
    show(await stackEvents(clients, id, RECENT));
    if (!stack.status.endsWith('_IN_PROGRESS')) return stack;
    if (now() - startedMs >= timeoutMs) throw new StillWaitingError(stack.status, now() - startedMs);
    await environment.pause(LOOK_EVERY_MS);
  }
}
