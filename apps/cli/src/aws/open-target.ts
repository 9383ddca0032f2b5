import { openSinkDatabase, type SinkDatabase, type SinkDatabaseOptions } from '@drayage/cratedb-writer';
import { untilAborted } from '../until-aborted.js';

/** Opens the target; one that does not answer is waited for no longer than until the signal. @throws SinkError */
export async function openTarget(options: SinkDatabaseOptions, signal: AbortSignal): Promise<SinkDatabase> {
  // A database in this process answers, and has files to close.
  if (options.address.kind === 'embedded') return openSinkDatabase(options);
  return untilAborted(
    signal,
    () => openSinkDatabase(options),
    (late) => late.close(),
  );
}

/** The same for one that is only read: then no answer is waited for after the signal. */
export async function openTargetToRead(options: SinkDatabaseOptions, signal: AbortSignal): Promise<SinkDatabase> {
  const database = await openTarget(options, signal);
  return { ...database, execute: (...args) => untilAborted(signal, () => database.execute(...args)) };
}
