import type { Finding, TaskSettings } from '../finding.js';
import { mergeSettings, settingAt, settingName, settingsWith, showSetting } from '../settings/read-setting.js';
import { listed } from '../text/listed.js';
import { findingOf } from './area-finding.js';

/** A task setting by the names on the way to it, and the value that it should have. */
export interface WantedSetting {
  readonly path: readonly string[];
  readonly wanted: unknown;
}

export interface TaskTexts extends WantedSetting, Pick<Finding, 'id' | 'severity' | 'whyItMatters'> {
  readonly what?: string;
  /** Settings without which AWS DMS refuses the first one, or takes it and does nothing. */
  readonly along?: readonly WantedSetting[];
}

/** A finding about one setting; its remedy and its fix set all that belong together. */
export function taskFinding(settings: TaskSettings, texts: TaskTexts): Finding {
  const { id, severity, path, wanted, whyItMatters, what, along = [] } = texts;
  const name = settingName(path);
  const all: readonly WantedSetting[] = [{ path, wanted }, ...along];
  const values = all.map((one) => `${settingName(one.path)} to ${JSON.stringify(one.wanted)}`);
  return findingOf('task')(id, severity, name, {
    what: what ?? `${name} is ${showSetting(settingAt(settings, path))}.`,
    whyItMatters,
    remedy: `Set ${inWords(values)} in the task settings while the replication is stopped, and resume it.`,
    fix: {
      kind: 'task-settings',
      settings: all.reduce<TaskSettings>(
        (merged, one) => mergeSettings(merged, settingsWith(one.path, one.wanted)),
        {},
      ),
    },
  });
}

function inWords(values: readonly string[]): string {
  const last = values.at(-1) ?? '';
  return values.length < 2 ? last : `${listed(values.slice(0, -1))} and ${last}`;
}
