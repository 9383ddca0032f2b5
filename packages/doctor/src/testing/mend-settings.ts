import type { EndpointFacts, EventSourceMappingFacts } from '../facts/aws-facts.js';
import type { PipelineFacts } from '../facts/pipeline-facts.js';
import { known, type Read, unread } from '../facts/read.js';
import type { SourceFacts } from '../facts/source-facts.js';
import type { Finding, Fix } from '../finding.js';
import { fixedSettings } from '../settings/fixed-settings.js';
import { mergeSettings } from '../settings/read-setting.js';

type Settings = Readonly<Record<string, unknown>>;

/** The facts after AWS has taken every fix of the findings but those at the source, each place once, as `--fix` does. */
export function mendSettings(facts: PipelineFacts, findings: readonly Finding[]): PipelineFacts {
  const asked = (isMeant: (fix: Fix) => boolean): Settings =>
    fixedSettings(findings.filter(({ fix }) => fix !== undefined && isMeant(fix)));
  const ofEndpoint = (side: 'source' | 'target'): Settings =>
    asked((fix) => fix.kind === 'endpoint' && fix.endpoint === side);
  const ofTask = asked(({ kind }) => kind === 'task-settings');
  const ofMapping = mendedMapping(asked(({ kind }) => kind === 'event-source-mapping'));
  const { settings } = facts;
  const withEndpoint = (side: 'source' | 'target') => (endpoint: EndpointFacts) => ({
    ...endpoint,
    settings: { ...endpoint.settings, ...ofEndpoint(side) },
  });
  return {
    ...facts,
    source: mapped(facts.source, (source) => lookedAtAnew(source, ofEndpoint('source'))),
    settings: {
      ...settings,
      sourceEndpoint: mapped(settings.sourceEndpoint, withEndpoint('source')),
      targetEndpoint: mapped(settings.targetEndpoint, withEndpoint('target')),
      replication: mapped(settings.replication, (replication) => ({
        ...replication,
        taskSettings: mapped(replication.taskSettings, (present) => mergeSettings(present, ofTask)),
      })),
      stream: mapped(settings.stream, (stream) => ({ ...stream, ...mendedStream(findings) })),
      eventSourceMapping: mapped(settings.eventSourceMapping, (mapping) => ({ ...mapping, ...ofMapping })),
    },
  };
}

function mapped<T>(read: Read<T> = unread('it is not among the facts.'), change: (value: T) => T): Read<T> {
  return read.known ? known(change(read.value)) : read;
}

/** What is looked for at the source where the endpoint says. */
function lookedAtAnew(source: SourceFacts, { DdlArtifactsSchema: schema }: Settings): SourceFacts {
  if (source.engine !== 'postgresql' || typeof schema !== 'string') return source;
  return { ...source, ddlAudit: mapped(source.ddlAudit, (audit) => ({ ...audit, schema })) };
}

function mendedStream(findings: readonly Finding[]): { readonly retentionHours?: number; readonly encrypted?: true } {
  return findings.reduce((stream, { fix }) => {
    if (fix?.kind === 'stream-retention') return { ...stream, retentionHours: fix.hours };
    return fix?.kind === 'stream-encryption' ? { ...stream, encrypted: true as const } : stream;
  }, {});
}

/** From the names of `UpdateEventSourceMapping` to those of the facts. */
function mendedMapping(change: Settings): Partial<EventSourceMappingFacts> {
  const { MaximumRetryAttempts, MaximumRecordAgeInSeconds, ParallelizationFactor } = change;
  return {
    ...('FunctionResponseTypes' in change ? { reportsBatchItemFailures: true } : {}),
    ...('BisectBatchOnFunctionError' in change ? { bisects: true } : {}),
    ...(typeof MaximumRetryAttempts === 'number' ? { maximumRetryAttempts: MaximumRetryAttempts } : {}),
    ...(typeof MaximumRecordAgeInSeconds === 'number' ? { maximumRecordAgeSeconds: MaximumRecordAgeInSeconds } : {}),
    ...(typeof ParallelizationFactor === 'number' ? { parallelizationFactor: ParallelizationFactor } : {}),
  };
}
