import { closestName } from '../problems/closest-name.js';
import type { IssueDescription } from '../problems/describe-issue.js';
import type { DeploymentValues } from './deployment-values.js';
import { TASK_SETTING_CHOICES, TASK_SETTING_NAMES } from './task-setting-names.js';

const ROOT = ['replication', 'settings'];

/** Settings that AWS DMS takes and that then lose data, or do not work, with Kinesis as the target. */
const REFUSED: readonly {
  readonly key: string;
  readonly value: unknown;
  readonly why: string;
  readonly remedy: string;
}[] = [
  {
    key: 'TargetMetadata.FullLobMode',
    value: true,
    why: 'AWS DMS has no full LOB mode for Kinesis.',
    remedy: 'Remove it; replication.lobMaxKiB says how long a value may be.',
  },
  {
    key: 'TargetMetadata.BatchApplyEnabled',
    value: true,
    why: 'Batch apply is not for Kinesis, and may lose data.',
    remedy: 'Remove it.',
  },
  {
    key: 'TargetMetadata.SupportLobs',
    value: false,
    why: 'Texts, JSON and binary values would be missing without a word.',
    remedy: 'Remove it; leave columns out by write.tables[].excludeColumns.',
  },
  {
    key: 'TargetMetadata.LobMaxSize',
    value: undefined,
    why: 'This is said twice.',
    remedy: 'Set replication.lobMaxKiB instead.',
  },
  {
    key: 'ValidationSettings.EnableValidation',
    value: true,
    why: 'AWS DMS cannot validate a stream.',
    remedy: 'Remove it.',
  },
  {
    key: 'BeforeImageSettings.EnableBeforeImage',
    value: false,
    why: 'A changed primary key would leave the old row behind.',
    remedy: 'Remove it.',
  },
];

const LOSSY = [
  'DataErrorPolicy',
  'DataTruncationErrorPolicy',
  'ApplyErrorInsertPolicy',
  'ApplyErrorUpdatePolicy',
  'ApplyErrorDeletePolicy',
];

/** The task settings in `replication.settings`: names, choices, and what must not be. */
export function checkTaskSettings(values: DeploymentValues): readonly IssueDescription[] {
  const settings = values.names('replication.settings');
  return Object.entries(settings).flatMap(([section, content]) => {
    if (!Object.hasOwn(TASK_SETTING_NAMES, section)) {
      return [unknown([section], section, Object.keys(TASK_SETTING_NAMES))];
    }
    if (section === 'FailTaskWhenCleanTaskResourceFailed') return [];
    if (typeof content !== 'object' || content === null || Array.isArray(content)) {
      return [at([section], 'A section of task settings has keys of its own.', `Write it as ${section}: { … }.`)];
    }
    return Object.entries(content).flatMap(([name, value]: [string, unknown]) => checkSetting(section, name, value));
  });
}

/** Policies by which AWS DMS logs what it could not carry and goes on without it. */
export function lossyPolicies(values: DeploymentValues): readonly string[] {
  const behavior = values.names('replication.settings')['ErrorBehavior'];
  if (typeof behavior !== 'object' || behavior === null) return [];
  return Object.entries(behavior)
    .filter(([name, value]) => LOSSY.includes(name) && (value === 'LOG_ERROR' || value === 'IGNORE_RECORD'))
    .map(
      ([name, value]) =>
        `replication.settings.ErrorBehavior.${name}: with ${String(value)}, AWS DMS leaves a row out and goes on; only its log tells. SUSPEND_TABLE keeps the loss visible.`,
    );
}

function checkSetting(section: string, name: string, value: unknown): readonly IssueDescription[] {
  const key = `${section}.${name}`;
  const known = TASK_SETTING_NAMES[section];
  if (known !== undefined && !known.includes(name)) return [unknown([section, name], name, known)];
  const choices = TASK_SETTING_CHOICES[key];
  if (choices !== undefined && !(typeof value === 'string' && choices.includes(value))) {
    return [at([section, name], 'AWS DMS does not know this value.', `It must be one of ${choices.join(', ')}.`)];
  }
  return REFUSED.filter((rule) => rule.key === key && (rule.value === undefined || rule.value === value)).map(
    ({ why, remedy }) => at([section, name], why, remedy),
  );
}

function unknown(path: readonly string[], name: string, known: readonly string[]): IssueDescription {
  const near = closestName(name, known);
  return at(
    path,
    'AWS DMS has no such task setting.',
    near === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean ${near}?`,
  );
}

function at(path: readonly string[], message: string, remedy: string): IssueDescription {
  return { path: [...ROOT, ...path], message, remedy };
}
