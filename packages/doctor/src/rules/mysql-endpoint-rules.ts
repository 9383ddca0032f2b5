import type { EndpointFacts } from '../facts/aws-facts.js';
import { columnsOf } from '../facts/columns-of.js';
import type { ServerTimeZone } from '../facts/mysql-facts.js';
import type { SettingsFacts } from '../facts/pipeline-facts.js';
import { valueOf } from '../facts/read.js';
import type { SourceFacts } from '../facts/source-facts.js';
import type { SourceTable } from '../facts/table-facts.js';
import type { Finding } from '../finding.js';
import { endpointSetting } from '../settings/endpoint-setting.js';
import { listed } from '../text/listed.js';
import { endpointFinding } from './endpoint-finding.js';
import { nameOfZone, offsetsOf, showOffsets } from './zone-offsets.js';

/** What the endpoint of a MySQL or MariaDB source changes. `source`: the live one, where it was looked at. */
export function mysqlEndpointRules(
  { sourceEngine, sourceEndpoint, tables }: SettingsFacts,
  source: SourceFacts | undefined,
): readonly Finding[] {
  const endpoint = valueOf(sourceEndpoint);
  if (sourceEngine === 'postgresql' || endpoint === undefined) return [];
  return [...databaseName(endpoint), ...timeZone(endpoint, valueOf(tables), source)];
}

function databaseName({ databaseName: name }: EndpointFacts): readonly Finding[] {
  if (name === '') return [];
  return [
    endpointFinding('my-database-name', 'error', 'DatabaseName', {
      what: `The endpoint names the database ${name}.`,
      whyItMatters: 'A MySQL endpoint has none: the replication fails, or finds only its tables.',
      remedy: 'Leave DatabaseName empty: the schema stands in the table mappings.',
    }),
  ];
}

/** AWS DMS reads TIMESTAMPs in the zone that its endpoint names, UTC where it names none. */
function timeZone(
  endpoint: EndpointFacts,
  tables: readonly SourceTable[] | undefined,
  source: SourceFacts | undefined,
): readonly Finding[] {
  const timestamps = columnsOf(tables, ({ type }) => /^timestamp/iu.test(type));
  if (timestamps.length === 0) return [];
  const set = endpointSetting(endpoint, 'ServerTimezone');
  const named = typeof set === 'string' && set !== '' ? set : undefined;
  const server = source === undefined || source.engine === 'postgresql' ? undefined : valueOf(source.timeZone);
  if (server === undefined) return named === undefined ? [untold(timestamps)] : [];
  const offsets = offsetsOf(named ?? 'UTC');
  if (offsets !== undefined && offsets.every((minutes, at) => minutes === server.offsets[at])) return [];
  return [differing(named, server, timestamps)];
}

function untold(timestamps: readonly string[]): Finding {
  return endpointFinding('my-server-timezone', 'warning', 'ServerTimezone', {
    what: `The endpoint does not tell the time zone of the source, and there are TIMESTAMP columns: ${listed(timestamps)}.`,
    whyItMatters: 'Where it is not UTC, their times are shifted by some hours.',
    remedy: 'Set ServerTimezone of the endpoint to the zone of the source, such as UTC or Europe/Vienna.',
  });
}

function differing(named: string | undefined, server: ServerTimeZone, timestamps: readonly string[]): Finding {
  const zone = nameOfZone(server);
  const zoneOfServer = `${server.name} (${showOffsets(server.offsets)})`;
  return endpointFinding('my-server-timezone', 'warning', 'ServerTimezone', {
    what: `ServerTimezone is ${named ?? 'not set, which means UTC'}; the time zone of the server is ${zoneOfServer}. TIMESTAMP columns: ${listed(timestamps)}.`,
    whyItMatters:
      'Their times are shifted by the difference: those of the load, those of changes, or both, by the version of AWS DMS. AWS asks for the zone of the server.',
    remedy: `Set ServerTimezone of the source endpoint to ${zone ?? `the name of the zone that the machine of the server is in, ${showOffsets(server.offsets)}, such as Europe/Vienna`}, restart the replication, and compare a TIMESTAMP of the load and one of a change (dray peek).`,
    ...(zone === undefined ? {} : { settings: { ServerTimezone: zone } }),
  });
}
