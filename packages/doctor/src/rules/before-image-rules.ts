import type { ReplicationSettings } from '../facts/aws-facts.js';
import type { SettingsFacts } from '../facts/pipeline-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding, TaskSettings } from '../finding.js';
import { isTrue, settingAt } from '../settings/read-setting.js';
import { beforeImageSettings } from '../settings/recommended-settings.js';
import { listed } from '../text/listed.js';
import { taskFinding } from './task-finding.js';

const SECTION = 'BeforeImageSettings';

/** Before-images: there where changes follow, refused where none do, under the name that the sink looks for. */
export function beforeImageRules(
  settings: TaskSettings,
  { type }: ReplicationSettings,
  { tables, beforeImageField }: SettingsFacts,
): readonly Finding[] {
  const enabled = isTrue(settingAt(settings, [SECTION, 'EnableBeforeImage']));
  if (type === 'full-load') return enabled ? [refused(settings)] : [];
  const keyless = (valueOf(tables) ?? [])
    .filter(({ primaryKey }) => primaryKey.length === 0)
    .map(({ schema, name }) => `${schema}.${name}`);
  return enabled
    ? [...fieldName(settings, beforeImageField), ...columnFilter(settings, keyless)]
    : [switchedOff(settings, keyless, beforeImageField)];
}

function refused(settings: TaskSettings): Finding {
  return taskFinding(settings, {
    id: 'task-before-image-full-load',
    severity: 'error',
    path: [SECTION, 'EnableBeforeImage'],
    wanted: false,
    whyItMatters: 'AWS DMS refuses before-images for a full load alone: the task does not start.',
  });
}

/** AWS DMS wants FieldName with EnableBeforeImage, and knows no name of its own. */
function switchedOff(
  settings: TaskSettings,
  keyless: readonly string[],
  beforeImageField: string | undefined,
): Finding {
  const wanted = beforeImageSettings(keyless.length > 0, beforeImageField);
  const columns = settingAt(settings, [SECTION, 'ColumnFilter']);
  // More columns than the key hold the key too: who chose them keeps them.
  const keepsMore = columns === 'all' || (columns === 'non-lob' && keyless.length === 0);
  return taskFinding(settings, {
    id: 'task-before-image',
    severity: 'error',
    path: [SECTION, 'EnableBeforeImage'],
    wanted: wanted.EnableBeforeImage,
    along: [
      { path: [SECTION, 'FieldName'], wanted: wanted.FieldName },
      { path: [SECTION, 'ColumnFilter'], wanted: keepsMore ? columns : wanted.ColumnFilter },
    ],
    whyItMatters:
      'An update that changes the primary key does not tell the old one: the old row stays in the target for ever.',
  });
}

function fieldName(settings: TaskSettings, beforeImageField: string | undefined): readonly Finding[] {
  const path = [SECTION, 'FieldName'];
  const wanted = beforeImageSettings(false, beforeImageField).FieldName;
  if (settingAt(settings, path) === wanted) return [];
  return [
    taskFinding(settings, {
      id: 'task-before-image-name',
      severity: 'error',
      path,
      wanted,
      whyItMatters: `The sink looks for ${wanted} (kinesis.beforeImageField): under another name old keys are not seen, and old rows stay.`,
    }),
  ];
}

function columnFilter(settings: TaskSettings, keyless: readonly string[]): readonly Finding[] {
  const path = [SECTION, 'ColumnFilter'];
  const wanted = beforeImageSettings(true).ColumnFilter;
  if (keyless.length === 0 || settingAt(settings, path) === wanted) return [];
  return [
    taskFinding(settings, {
      id: 'task-before-image-columns',
      severity: 'warning',
      path,
      wanted,
      whyItMatters: `Tables without a primary key (${listed(keyless)}) need whole before-images: without them their updates become dead letters keyless-change.`,
    }),
  ];
}
