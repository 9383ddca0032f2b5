import type { DmsEndpoint } from '@drayage/aws-ops';
import { endpointSetting, HEARTBEAT_SCHEMA, type Read } from '@drayage/doctor';
import { type DmsSchemas, UNSAID_SCHEMAS } from '../source/read-source.js';
import { toEndpointFacts } from './read-settings-facts.js';

/** Where AWS DMS keeps things of its own at the source, as the endpoint says, or as it does where the endpoint is silent. */
export function schemasOf(read: Read<DmsEndpoint>): DmsSchemas {
  if (!read.known) return UNSAID_SCHEMAS;
  const endpoint = toEndpointFacts(read.value);
  const schema = (setting: string, otherwise: string): string => {
    const value = endpointSetting(endpoint, setting);
    return typeof value === 'string' && value !== '' ? value : otherwise;
  };
  return {
    ddlArtifactsSchema: schema('DdlArtifactsSchema', 'public'),
    heartbeatSchema: schema('HeartbeatSchema', HEARTBEAT_SCHEMA),
  };
}
