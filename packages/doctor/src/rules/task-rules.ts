import type { ReplicationSettings } from '../facts/aws-facts.js';
import type { SettingsFacts } from '../facts/pipeline-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding, Severity, TaskSettings } from '../finding.js';
import { isTrue, settingAt } from '../settings/read-setting.js';
import { MAX_LOB_KB, RECOMMENDED_ERROR_BEHAVIOR } from '../settings/recommended-settings.js';
import { beforeImageRules } from './before-image-rules.js';
import { taskFinding } from './task-finding.js';

/** What the settings of a replication lose, or hide. */
export function taskRules(facts: SettingsFacts): readonly Finding[] {
  const replication = valueOf(facts.replication);
  const settings = valueOf(replication?.taskSettings);
  if (replication === undefined || settings === undefined) return [];
  return [
    ...lobRules(settings, facts),
    ...applyRules(settings),
    ...beforeImageRules(settings, replication, facts),
    ...errorPolicyRules(settings),
    ...traceRules(settings, replication),
    ...loadRules(settings, replication),
    ...ddlRules(settings),
  ];
}

function lobRules(settings: TaskSettings, facts: SettingsFacts): readonly Finding[] {
  const at = (name: string): unknown => settingAt(settings, ['TargetMetadata', name]);
  const findings: Finding[] = [];
  if (!isTrue(at('SupportLobs'))) {
    findings.push(
      taskFinding(settings, {
        id: 'task-lobs-off',
        severity: 'error',
        path: ['TargetMetadata', 'SupportLobs'],
        wanted: true,
        whyItMatters: 'Columns of long text, JSON, arrays and binary data are left out of every row.',
      }),
    );
  }
  if (isTrue(at('FullLobMode'))) {
    findings.push(
      taskFinding(settings, {
        id: 'task-full-lob-mode',
        severity: 'error',
        path: ['TargetMetadata', 'FullLobMode'],
        wanted: false,
        along: [{ path: ['TargetMetadata', 'LimitedSizeLobMode'], wanted: true }],
        whyItMatters: 'Kinesis as a target does not have it: LOB columns fail or arrive empty.',
      }),
    );
  } else if (!isTrue(at('LimitedSizeLobMode'))) {
    findings.push(
      taskFinding(settings, {
        id: 'task-limited-lob-mode',
        severity: 'error',
        path: ['TargetMetadata', 'LimitedSizeLobMode'],
        wanted: true,
        whyItMatters: 'It is the one LOB mode that a Kinesis target has: without it LOB columns are not carried.',
      }),
    );
  }
  return [...findings, ...lobSizeRules(settings, facts)];
}

function lobSizeRules(settings: TaskSettings, { stream }: SettingsFacts): readonly Finding[] {
  const path = ['TargetMetadata', 'LobMaxSize'];
  const size = Number(settingAt(settings, path) ?? 0);
  const recordKiB = valueOf(stream)?.maxRecordKiB ?? 1_024;
  const most = Math.floor((recordKiB * MAX_LOB_KB) / 1_024);
  // 0 is no limit of its own: AWS DMS then takes LOBs as they come.
  if (size > 0 && size <= most) return [];
  return [
    taskFinding(settings, {
      id: 'task-lob-size',
      severity: 'warning',
      path,
      wanted: most,
      what: `LobMaxSize is ${size === 0 ? 'not limited' : `${size} KB`}, and a record of the stream takes ${recordKiB} KiB.`,
      whyItMatters:
        'With its envelope and the escapes of JSON a value of that size does not fit: the record is refused or cut.',
    }),
  ];
}

function applyRules(settings: TaskSettings): readonly Finding[] {
  const findings: Finding[] = [];
  if (isTrue(settingAt(settings, ['TargetMetadata', 'BatchApplyEnabled']))) {
    findings.push(
      taskFinding(settings, {
        id: 'task-batch-apply',
        severity: 'error',
        path: ['TargetMetadata', 'BatchApplyEnabled'],
        wanted: false,
        whyItMatters: 'Kinesis as a target does not support it: changes can be lost.',
      }),
    );
  }
  findings.push(...parallelApply(settings));
  if (isTrue(settingAt(settings, ['ValidationSettings', 'EnableValidation']))) {
    findings.push(
      taskFinding(settings, {
        id: 'task-validation',
        severity: 'warning',
        path: ['ValidationSettings', 'EnableValidation'],
        wanted: false,
        whyItMatters: 'AWS DMS cannot validate a Kinesis target: it checks nothing, and looks as if it did.',
      }),
    );
  }
  return findings;
}

const DEFAULT_KEY =
  'Any setting of parallel apply silently makes the primary key the partition key of tables that have no rule of their own.';

const PARALLEL_APPLY: readonly { readonly name: string; readonly whyItMatters: string }[] = [
  {
    name: 'ParallelApplyThreads',
    whyItMatters:
      'Changes are written by several threads out of order, and the partition key silently becomes the primary key. Only for throughput that shards cannot give.',
  },
  { name: 'ParallelApplyBufferSize', whyItMatters: DEFAULT_KEY },
  { name: 'ParallelApplyQueuesPerThread', whyItMatters: DEFAULT_KEY },
];

function parallelApply(settings: TaskSettings): readonly Finding[] {
  return PARALLEL_APPLY.map(({ name, whyItMatters }) => ({ path: ['TargetMetadata', name], whyItMatters }))
    .filter(({ path }) => Number(settingAt(settings, path) ?? 0) > 0)
    .map(({ path, whyItMatters }) =>
      taskFinding(settings, { id: 'task-parallel-apply', severity: 'warning', path, wanted: 0, whyItMatters }),
    );
}

/** What AWS DMS does where nothing is set; both of these leave the row out. */
const LOSING = new Set(['LOG_ERROR', 'IGNORE_RECORD', 'IGNORE', '']);
const ROW_POLICIES: readonly { readonly name: string; readonly event: string; readonly severity: Severity }[] = [
  { name: 'DataErrorPolicy', event: 'A row that cannot be converted', severity: 'error' },
  { name: 'DataTruncationErrorPolicy', event: 'A value that is too long', severity: 'error' },
  { name: 'ApplyErrorDeletePolicy', event: 'A delete that cannot be written', severity: 'error' },
  { name: 'ApplyErrorInsertPolicy', event: 'An insert that cannot be written', severity: 'error' },
  { name: 'ApplyErrorUpdatePolicy', event: 'An update that cannot be written', severity: 'error' },
  { name: 'ApplyErrorEscalationPolicy', event: 'What is over the limit of such errors', severity: 'warning' },
  { name: 'EventErrorPolicy', event: 'An event that fails', severity: 'warning' },
];

function errorPolicyRules(settings: TaskSettings): readonly Finding[] {
  const wanted: Readonly<Record<string, unknown>> = RECOMMENDED_ERROR_BEHAVIOR;
  const policies = ROW_POLICIES.flatMap(({ name, event, severity }) => {
    const path = ['ErrorBehavior', name];
    const value = settingAt(settings, path);
    return LOSING.has(typeof value === 'string' ? value : '')
      ? [
          taskFinding(settings, {
            id: 'task-error-policy',
            severity,
            path,
            wanted: wanted[name],
            whyItMatters: `${event} is left out, and at most a line of a log tells it${value === undefined ? ' (the default)' : ''}.`,
          }),
        ]
      : [];
  });
  const switches = [
    {
      id: 'task-no-tables',
      name: 'FailOnNoTablesCaptured',
      whyItMatters: 'A mapping that matches no table runs on, and replicates nothing.',
    },
    {
      id: 'task-transaction-consistency',
      name: 'FailOnTransactionConsistencyBreached',
      whyItMatters:
        'When a transaction stays open longer than AWS DMS waits for, its changes are left out and the task goes on.',
    },
  ].filter(({ name }) => !isTrue(settingAt(settings, ['ErrorBehavior', name])));
  return [
    ...policies,
    ...switches.map(({ id, name, whyItMatters }) =>
      taskFinding(settings, { id, severity: 'warning', path: ['ErrorBehavior', name], wanted: true, whyItMatters }),
    ),
  ];
}

function traceRules(settings: TaskSettings, { kind }: ReplicationSettings): readonly Finding[] {
  const findings: Finding[] = [];
  if (!isTrue(settingAt(settings, ['Logging', 'EnableLogging']))) {
    findings.push(
      taskFinding(settings, {
        id: 'task-logging',
        severity: 'warning',
        path: ['Logging', 'EnableLogging'],
        wanted: true,
        whyItMatters: 'What AWS DMS leaves out or fails at is written nowhere.',
      }),
    );
  }
  const controlTables = [
    {
      name: 'SuspendedTablesTableEnabled',
      whyItMatters:
        'A table that AWS DMS suspends looks live in the target: the sink is not told that its changes stopped.',
    },
    {
      name: 'FullLoadExceptionTableEnabled',
      whyItMatters: 'Rows that a load left out are not told: the table looks complete in the target.',
    },
  ].filter(({ name }) => !isTrue(settingAt(settings, ['ControlTablesSettings', name])));
  findings.push(
    ...controlTables.map(({ name, whyItMatters }) =>
      taskFinding(settings, {
        id: 'task-control-tables',
        severity: 'warning',
        path: ['ControlTablesSettings', name],
        wanted: true,
        whyItMatters,
      }),
    ),
  );
  return kind === 'serverless' ? [...findings, ...serverlessRules(settings)] : findings;
}

function serverlessRules(settings: TaskSettings): readonly Finding[] {
  const components = settingAt(settings, ['Logging', 'LogComponents']);
  const hasValidator =
    Array.isArray(components) && components.some((component) => settingAt(component, ['Id']) === 'VALIDATOR');
  const findings: Finding[] = [];
  if (hasValidator) {
    findings.push(
      taskFinding(settings, {
        id: 'task-serverless-refuses',
        severity: 'error',
        path: ['Logging', 'LogComponents'],
        wanted: (components as readonly unknown[]).filter((component) => settingAt(component, ['Id']) !== 'VALIDATOR'),
        what: 'Logging.LogComponents names VALIDATOR.',
        whyItMatters: 'A serverless replication refuses it: it cannot be made.',
      }),
    );
  }
  const trace = ['Logging', 'LogConfiguration', 'EnableTraceOnError'];
  if (isTrue(settingAt(settings, trace))) {
    findings.push(
      taskFinding(settings, {
        id: 'task-serverless-refuses',
        severity: 'error',
        path: trace,
        wanted: false,
        whyItMatters: 'A serverless replication refuses it: it cannot be made.',
      }),
    );
  }
  return findings;
}

function loadRules(settings: TaskSettings, { type }: ReplicationSettings): readonly Finding[] {
  const findings: Finding[] = [];
  const mode = ['FullLoadSettings', 'TargetTablePrepMode'];
  if (type !== 'cdc' && settingAt(settings, mode) !== 'DROP_AND_CREATE') {
    findings.push(
      taskFinding(settings, {
        id: 'task-table-preparation',
        severity: 'warning',
        path: mode,
        wanted: 'DROP_AND_CREATE',
        whyItMatters:
          'drop-table and create-table may not be sent: a reload is then not told from changes, and rows that are gone at the source stay in the target. (The sink does not drop its tables for these messages.)',
      }),
    );
  }
  for (const name of ['StopTaskCachedChangesApplied', 'StopTaskCachedChangesNotApplied']) {
    const path = ['FullLoadSettings', name];
    if (type !== 'full-load-and-cdc' || !isTrue(settingAt(settings, path))) continue;
    findings.push(
      taskFinding(settings, {
        id: 'task-stops-after-load',
        severity: 'error',
        path,
        wanted: false,
        whyItMatters: 'The replication stops after the full load: no change follows until somebody resumes it.',
      }),
    );
  }
  return findings;
}

function ddlRules(settings: TaskSettings): readonly Finding[] {
  return ['HandleSourceTableAltered', 'HandleSourceTableDropped', 'HandleSourceTableTruncated']
    .map((name) => ['ChangeProcessingDdlHandlingPolicy', name])
    .filter((path) => settingAt(settings, path) !== undefined && !isTrue(settingAt(settings, path)))
    .map((path) =>
      taskFinding(settings, {
        id: 'task-ddl-policy',
        severity: 'warning',
        path,
        wanted: true,
        whyItMatters: 'Such a change of the source is not told: the target keeps what the source no longer has.',
      }),
    );
}
