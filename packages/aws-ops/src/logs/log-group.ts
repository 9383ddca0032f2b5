import type { DmsEndpoint } from '../dms/describe-endpoints.js';
import { type Replication, resourceIdOf } from '../dms/replication.js';
import { functionNameOf } from '../lambda/function.js';

/** Where a part of the pipeline logs. */
export interface LogPlace {
  readonly group: string;
  /** Only streams whose names begin so. */
  readonly streamPrefix?: string | undefined;
}

/** A task tells where it logs; a serverless replication has a group of its own, which its first run makes. */
export function replicationLogPlace(
  replication: Pick<Replication, 'kind' | 'arn' | 'identifier' | 'settings'>,
  instanceIdentifier: string | undefined,
): LogPlace | undefined {
  if (replication.kind === 'serverless')
    return { group: `dms-serverless-replication-${resourceIdOf(replication.arn).toLowerCase()}` };
  const logging = loggingOf(replication.settings);
  if (logging.group !== undefined) return { group: logging.group, streamPrefix: logging.stream };
  if (instanceIdentifier === undefined) return undefined;
  return {
    group: `dms-tasks-${instanceIdentifier}`,
    streamPrefix: `dms-task-${resourceIdOf(replication.arn).toLowerCase()}`,
  };
}

/** The log of a database of RDS, by the address of its endpoint; `undefined` for a database elsewhere. */
export function databaseLogPlace({ engine, server }: Pick<DmsEndpoint, 'engine' | 'server'>): LogPlace | undefined {
  const [, identifier, cluster] =
    /^([\w-]+)\.(cluster-(?:ro-)?)?[\w-]+\.[\w-]+\.rds\.amazonaws\.com(?:\.cn)?$/.exec(server ?? '') ?? [];
  if (identifier === undefined) return undefined;
  const kind = cluster === undefined ? 'instance' : 'cluster';
  return { group: `/aws/rds/${kind}/${identifier}/${engine.includes('postgres') ? 'postgresql' : 'error'}` };
}

export function functionLogPlace(functionName: string): LogPlace {
  return { group: `/aws/lambda/${functionNameOf(functionName)}` };
}

function loggingOf(settings: string): { readonly group: string | undefined; readonly stream: string | undefined } {
  const none = { group: undefined, stream: undefined };
  try {
    const json: unknown = JSON.parse(settings);
    const logging: unknown = typeof json === 'object' && json !== null && 'Logging' in json ? json.Logging : undefined;
    if (typeof logging !== 'object' || logging === null) return none;
    const text = (name: string): string | undefined => {
      const value: unknown = Reflect.get(logging, name);
      return typeof value === 'string' && value !== '' ? value : undefined;
    };
    return { group: text('CloudWatchLogGroup'), stream: text('CloudWatchLogStream') };
  } catch {
    return none;
  }
}
