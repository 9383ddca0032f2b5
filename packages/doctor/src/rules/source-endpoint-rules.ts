import type { EndpointFacts } from '../facts/aws-facts.js';
import { columnsOf } from '../facts/columns-of.js';
import type { SettingsFacts } from '../facts/pipeline-facts.js';
import { valueOf } from '../facts/read.js';
import type { SourceTable } from '../facts/table-facts.js';
import type { Finding } from '../finding.js';
import { endpointSetting } from '../settings/endpoint-setting.js';
import { isTrue, showSetting } from '../settings/read-setting.js';
import { listed } from '../text/listed.js';
import { endpointFinding } from './endpoint-finding.js';

/** What the endpoint of the source changes or leaves out; that of MySQL has rules of its own besides. */
export function sourceEndpointRules(facts: SettingsFacts): readonly Finding[] {
  const endpoint = valueOf(facts.sourceEndpoint);
  if (endpoint === undefined) return [];
  return [
    ...encryption(endpoint, facts),
    ...(facts.sourceEngine === 'postgresql' ? postgresRules(endpoint, facts) : []),
  ];
}

function encryption({ sslMode }: EndpointFacts, { sourceEngine }: SettingsFacts): readonly Finding[] {
  if (sslMode !== 'none' && sslMode !== '') return [];
  return [
    endpointFinding('source-endpoint-no-tls', 'warning', 'SslMode', {
      what: 'AWS DMS connects to the source without TLS.',
      whyItMatters:
        sourceEngine === 'postgresql'
          ? 'Rows and password travel in clear; RDS for PostgreSQL 15 and later refuses the connection ("no pg_hba.conf entry … no encryption").'
          : 'Rows and password travel in clear.',
      remedy:
        sourceEngine === 'postgresql'
          ? 'Set SslMode of the endpoint to require.'
          : 'Import the certificate of the source’s authority into AWS DMS (aws dms import-certificate), and set SslMode of the endpoint to verify-full with it: for MySQL and MariaDB, AWS DMS knows no require.',
    }),
  ];
}

function postgresRules(endpoint: EndpointFacts, { tables: read, replication }: SettingsFacts): readonly Finding[] {
  const setting = (name: string): unknown => endpointSetting(endpoint, name);
  const tables = valueOf(read);
  const findings: Finding[] = [];
  if (!isTrue(setting('HeartbeatEnable'))) {
    findings.push(
      endpointFinding('pg-heartbeat', 'warning', 'HeartbeatEnable', {
        what: 'The endpoint has no heartbeat.',
        whyItMatters:
          'While the replicated tables are quiet the slot does not move: the source keeps all WAL of the others, and its disk fills.',
        settings: { HeartbeatEnable: true, HeartbeatFrequency: 5 },
      }),
    );
  }
  if (setting('CaptureDdls') !== undefined && !isTrue(setting('CaptureDdls'))) {
    findings.push(
      endpointFinding('pg-capture-ddls', 'warning', 'CaptureDdls', {
        what: 'The endpoint does not capture DDL.',
        whyItMatters:
          'ALTER TABLE is not told: new columns are missing from the messages until the replication starts anew.',
        settings: { CaptureDdls: true },
      }),
    );
  }
  if (!isTrue(setting('FailTasksOnLobTruncation'))) {
    findings.push(
      endpointFinding('pg-lob-truncation', 'error', 'FailTasksOnLobTruncation', {
        what: 'Values beyond LobMaxSize are cut.',
        whyItMatters:
          'A cut text looks like a whole one, and a cut JSON document cannot be read: only a warning in the log tells it.',
        settings: { FailTasksOnLobTruncation: true },
      }),
    );
  }
  const slot = setting('SlotName');
  if (slot !== undefined && slot !== '' && valueOf(replication)?.type !== 'cdc') {
    findings.push(
      endpointFinding('pg-slot-name', 'error', 'SlotName', {
        what: `The endpoint names the slot ${showSetting(slot)}, and the replication loads as well.`,
        whyItMatters:
          'A slot of one’s own is for changes alone, from a position: with a load the replication fails or misses changes.',
        remedy: 'Take SlotName out of the endpoint.',
      }),
    );
  }
  return [...findings, ...postgresTypes(setting, tables)];
}

function postgresTypes(
  setting: (name: string) => unknown,
  tables: readonly SourceTable[] | undefined,
): readonly Finding[] {
  const findings: Finding[] = [];
  const booleans = columnsOf(tables, ({ type }) => type === 'boolean');
  if (!isTrue(setting('MapBooleanAsBoolean')) && (tables === undefined || booleans.length > 0)) {
    findings.push(
      endpointFinding('pg-booleans', 'warning', 'MapBooleanAsBoolean', {
        what: `Booleans are sent as texts of five characters${booleans.length === 0 ? '' : `: ${listed(booleans)}`}.`,
        whyItMatters: 'The columns become texts in the target: "true" is not true.',
        settings: { MapBooleanAsBoolean: true },
      }),
    );
  }
  const numerics = columnsOf(tables, ({ type }) => type === 'numeric');
  if (!isTrue(setting('MapUnboundedNumericAsString')) && numerics.length > 0) {
    findings.push(
      endpointFinding('pg-unbounded-numeric', 'error', 'MapUnboundedNumericAsString', {
        what: `Columns are numeric without precision: ${listed(numerics)}.`,
        whyItMatters: 'AWS DMS takes them as numeric(28,6): digits after the sixth are cut, larger numbers fail.',
        remedy:
          'Give the columns a precision: ALTER TABLE … ALTER COLUMN … TYPE numeric(38,10); Or set MapUnboundedNumericAsString of the endpoint to true: they then arrive as text.',
        settings: { MapUnboundedNumericAsString: true },
      }),
    );
  }
  return findings;
}
