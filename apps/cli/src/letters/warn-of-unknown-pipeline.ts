import { listPipelines, type SinkDatabase } from '@drayage/cratedb-writer';
import type { CliEnvironment } from '../cli-environment.js';
import { warn } from '../render/warn.js';

/** Says on standard error that the target knows nothing of a pipeline: that it has no letters then says nothing. */
export async function warnOfUnknownPipeline(
  database: SinkDatabase,
  pipeline: string,
  environment: Pick<CliEnvironment, 'stderr'>,
): Promise<void> {
  const names = await listPipelines(database);
  if (names.includes(pipeline)) return;
  const others = names.length === 0 ? 'nothing of Drayage' : names.join(', ');
  warn(environment, `the pipeline ${pipeline} is unknown in this target; it holds: ${others}.`);
}
