import type { WriteContext } from '../execute/write-context.js';
import { finishLoad, followState } from './table-eras.js';
import type { TableRegistry } from './table-registry.js';
import { advanceAll, hasCheckpoints, readStates, type StoredState } from './table-states.js';

export interface AdvanceOptions {
  readonly context: WriteContext;
  readonly registry: TableRegistry;
  readonly now: () => Date;
}

/**
 * Everything that reached the stream before `throughMs` is applied or kept as a letter, whichever process did it. Loads
 * that ended by then are finished; then every live table is complete through that time. One query and one statement for
 * all tables; processes that do it side by side do no harm.
 */
export async function advance({ context, registry, now }: AdvanceOptions, throughMs: number): Promise<void> {
  for (const stored of await readStates(context)) {
    await follow(registry, stored);
    if (isDue(stored, throughMs)) await sweepDue(registry, stored, throughMs);
  }
  await context.execute(advanceAll(context.pipeline, throughMs, now()));
  for (const known of registry.memory.all()) {
    if (known.state === 'live') known.completeThroughMs = Math.max(throughMs, known.completeThroughMs ?? throughMs);
  }
}

/**
 * The same for a file that was applied to its end: its newest message is what it tells of. Says nothing where a stream
 * feeds the pipeline: a file of some of its records does not make its tables any more complete.
 */
export async function advanceByFile(options: AdvanceOptions, newestMicros: number): Promise<void> {
  const { context } = options;
  if (context.database.planOnly === true || newestMicros <= 0 || (await hasCheckpoints(context))) return;
  await advance(options, Math.floor(newestMicros / 1000));
}

async function follow(registry: TableRegistry, stored: StoredState): Promise<void> {
  const known = registry.memory.find(stored.source);
  if (known === undefined) return;
  if ((stored.eraStartedAt ?? -1) > (known.eraStartedAt ?? -1))
    await registry.followEra(known, stored.eraStartedAt ?? 0);
  else followState(known, stored);
}

function isDue({ state, loadCompletedAt }: Pick<StoredState, 'state' | 'loadCompletedAt'>, throughMs: number): boolean {
  return state === 'loading' && loadCompletedAt !== null && loadCompletedAt.getTime() <= throughMs;
}

/** Whoever noted the end of the load may be gone: any process of the pipeline finishes it. */
async function sweepDue(registry: TableRegistry, { source }: StoredState, throughMs: number): Promise<void> {
  await registry.memory.serially(async () => {
    const known = await registry.memory.current(source);
    if (known === undefined) return;
    const endedAt = known.loadCompletedAt;
    if (endedAt !== null && isDue(known, throughMs))
      known.rowsDeleted += await finishLoad(registry.eras, known, endedAt);
  });
}
