import { type DeploymentValues, engineOf, type IssueDescription } from '@drayage/config';
import { diagnoseSettings, type Finding, known, type SettingsFacts } from '@drayage/doctor';
import { tableMappings } from '../settings/table-mappings.js';
import { taskSettings } from '../settings/task-settings.js';
import type { ReplicatedTable, SourceEngine } from './pipeline-spec.js';

export interface RuleFindings {
  readonly issues: readonly IssueDescription[];
  readonly warnings: readonly string[];
}

/** Findings about what another key says. */
const KEYS: Readonly<Record<string, string>> = {
  'task-lob-size': 'replication.lobMaxKiB',
  'stream-retention': 'stream.retentionHours',
};
/** A stream that keeps little is a choice: the alarms follow it. */
const CHOICES = ['stream-retention'];

/**
 * What `dray doctor` would find in the settings of AWS DMS and the stream as they would be made: a finding of what loses rows
 * is a mistake at the key that asks for it, one of what may lose them a warning.
 *
 * @param tables those that are replicated; empty while that is not known.
 */
export function checkRules(values: DeploymentValues, tables: readonly ReplicatedTable[]): RuleFindings {
  const findings = diagnoseSettings(plannedFacts(values, tables))
    .map((finding) => ({ ...finding, key: KEYS[finding.id] ?? `replication.settings.${finding.subject}` }))
    .filter(({ area, key }) => (area === 'task' || area === 'stream') && values.isSet(key));
  const isMistake = ({ id, severity }: Finding): boolean => severity === 'error' && !CHOICES.includes(id);
  return {
    issues: findings.filter(isMistake).map(({ key, what, whyItMatters }) => ({
      path: key.split('.'),
      message: `${what} ${whyItMatters}`,
      remedy: 'Remove it: what is recommended then holds.',
    })),
    warnings: findings
      .filter((finding) => !isMistake(finding) && finding.severity !== 'note')
      .map(({ key, what, whyItMatters }) => `${key}: ${what} ${whyItMatters}`),
  };
}

function plannedFacts(values: DeploymentValues, tables: readonly ReplicatedTable[]): SettingsFacts {
  const kind = values.text('replication.kind') === 'classic' ? 'classic' : 'serverless';
  const word = values.text('replication.type');
  const type = word === 'full-load' || word === 'cdc' ? word : 'full-load-and-cdc';
  const beforeImageField = values.text('kinesis.beforeImageField');
  const lobMaxKiB = values.number('replication.lobMaxKiB') ?? 0;
  const replication = { kind, type, lobMaxKiB, settings: values.names('replication.settings') } as const;
  return {
    sourceEngine: plannedEngine(values),
    ...(beforeImageField === undefined ? {} : { beforeImageField }),
    replication: known({
      kind,
      type,
      taskSettings: known(taskSettings({ tables, config: { replication, kinesis: { beforeImageField } } })),
      tableMappings: known(tableMappings(tables)),
    }),
    stream: known({
      arn: '',
      status: '',
      onDemand: values.text('stream.mode') !== 'provisioned',
      openShards: values.number('stream.shards') ?? 1,
      retentionHours: values.number('stream.retentionHours') ?? 0,
      encrypted: true,
      maxRecordKiB: values.number('stream.maxRecordKiB') ?? 0,
    }),
    tables: known(tables.filter(({ keyless }) => keyless).map(keylessTable)),
  };
}

/** Where nothing says it, or says it wrongly, another issue does. */
function plannedEngine(values: DeploymentValues): SourceEngine {
  const engine = engineOf(values);
  return engine === 'mysql' || engine === 'mariadb' ? engine : 'postgresql';
}

function keylessTable({ schema, name }: ReplicatedTable) {
  return { schema, name, kind: 'table', primaryKey: [], columns: [], readable: true } as const;
}
