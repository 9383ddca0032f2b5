import type { PipelineFacts } from '../facts/pipeline-facts.js';
import { type Read, unnamed } from '../facts/read.js';
import { AREAS, type Area } from '../finding.js';

export interface UnnamedArea {
  readonly area: Area;
  /** How to say where it is. */
  readonly remedy: string;
}

const NO_FUNCTION = unnamed('Give --function NAME, or aws.function in the configuration file.');
const NO_STACK = unnamed('Give --stack NAME, or aws.stack in the configuration file.');

/** Areas that nobody looked at, as nobody said where they are: that nothing was found there means nothing. */
export function unnamedAreas(facts: PipelineFacts): readonly UnnamedArea[] {
  const { settings } = facts;
  const looks: Readonly<Record<Area, Read<unknown> | undefined>> = {
    source: facts.source,
    'source-endpoint': settings.sourceEndpoint,
    'target-endpoint': settings.targetEndpoint,
    task: settings.replication,
    mappings: settings.replication,
    stream: settings.stream,
    roles: facts.roles,
    replication: facts.replicationState,
    sink: settings.eventSourceMapping ?? NO_FUNCTION,
    target: facts.target,
    stack: facts.stack ?? NO_STACK,
  };
  return AREAS.flatMap((area) => {
    const look = looks[area];
    return look?.known === false && look.unnamed === true ? [{ area, remedy: look.why }] : [];
  });
}
