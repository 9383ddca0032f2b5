import { closestName } from '../problems/closest-name.js';
import type { IssueDescription } from '../problems/describe-issue.js';
import type { DeploymentValues } from './deployment-values.js';
import { SETTING_OF_NO_SECTION, type SettingForm, type SettingForms, TASK_SETTINGS } from './known-task-settings.js';

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

/** The task settings in `replication.settings`: names, what each may hold, and what must not be. */
export function checkTaskSettings(values: DeploymentValues): readonly IssueDescription[] {
  const settings = values.names('replication.settings');
  return Object.entries(settings).flatMap(([section, content]) => {
    if (section === SETTING_OF_NO_SECTION) return checkForm([section], content, 'switch');
    if (!Object.hasOwn(TASK_SETTINGS, section)) {
      return [unknown([section], section, [...Object.keys(TASK_SETTINGS), SETTING_OF_NO_SECTION])];
    }
    if (typeof content !== 'object' || content === null || Array.isArray(content)) {
      return [at([section], 'A section of task settings has keys of its own.', `Write it as ${section}: { … }.`)];
    }
    return Object.entries(content).flatMap(([name, value]: [string, unknown]) => checkSetting(section, name, value));
  });
}

function checkSetting(section: string, name: string, value: unknown): readonly IssueDescription[] {
  const known = TASK_SETTINGS[section];
  const misshapen = known === undefined ? [] : checkField([section], known, name, value);
  if (misshapen.length > 0) return misshapen;
  return REFUSED.filter(
    (rule) => rule.key === `${section}.${name}` && (rule.value === undefined || rule.value === value),
  ).map(({ why, remedy }) => at([section, name], why, remedy));
}

function checkField(
  path: readonly PropertyKey[],
  known: SettingForms,
  name: string,
  value: unknown,
): readonly IssueDescription[] {
  const form = Object.hasOwn(known, name) ? known[name] : undefined;
  return form === undefined
    ? [unknown([...path, name], name, Object.keys(known))]
    : checkForm([...path, name], value, form);
}

function checkForm(path: readonly PropertyKey[], value: unknown, form: SettingForm): readonly IssueDescription[] {
  const [fits, allowed] = describeForm(value, form);
  return fits
    ? checkWithin(path, value, form)
    : [at(path, 'AWS DMS does not know this value.', `It must be ${allowed}.`)];
}

/** What a list, or settings within settings, hold. */
function checkWithin(path: readonly PropertyKey[], value: unknown, form: SettingForm): readonly IssueDescription[] {
  if (typeof form !== 'object' || typeof value !== 'object' || value === null) return [];
  if ('each' in form) {
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    return list.flatMap((item, index) => checkForm([...path, index], item, form.each));
  }
  return 'fields' in form
    ? Object.entries(value).flatMap(([name, field]: [string, unknown]) => checkField(path, form.fields, name, field))
    : [];
}

/** Whether a value has a form, and the form in words; what is within it is not looked at. */
function describeForm(value: unknown, form: SettingForm): readonly [boolean, string] {
  if (form === 'text') return [typeof value === 'string', 'a text'];
  if (form === 'switch') return [typeof value === 'boolean', 'true or false, without quotes'];
  if ('each' in form) return [Array.isArray(value), 'a list'];
  if ('fields' in form) {
    const isSection = typeof value === 'object' && value !== null && !Array.isArray(value);
    return [isSection, `settings: ${Object.keys(form.fields).join(', ')}`];
  }
  if (!('from' in form)) return [typeof value === 'string' && form.includes(value), `one of ${form.join(', ')}`];
  const { from, to = Infinity } = form;
  const whole = typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;
  return [whole, `a whole number, ${from} ${to === Infinity ? 'or more' : `to ${to}`}, without quotes`];
}

function unknown(path: readonly PropertyKey[], name: string, known: readonly string[]): IssueDescription {
  const near = closestName(name, known);
  return at(
    path,
    'AWS DMS has no such task setting.',
    near === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean ${near}?`,
  );
}

function at(path: readonly PropertyKey[], message: string, remedy: string): IssueDescription {
  return { path: [...ROOT, ...path], message, remedy };
}
