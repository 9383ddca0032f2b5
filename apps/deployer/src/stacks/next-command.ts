import type { PipelineSpec } from '../pipeline/pipeline-spec.js';

/** What to do once everything is there: nothing runs before the replication is started. */
export function nextCommand({ config }: Pick<PipelineSpec, 'config'>): string {
  return config.source.mode === 'demo' ? 'dray deploy --start' : 'dray doctor && dray start';
}
