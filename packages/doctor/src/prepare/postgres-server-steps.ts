import type { PostgresFacts } from '../facts/postgres-facts.js';
import { valueOf } from '../facts/read.js';
import { quoteText } from '../names/quote-name.js';
import type { PreparationStep } from './preparation-step.js';
import { POSTGRES_SETTINGS, SLOT_LIMIT, type WantedSetting } from './wanted-settings.js';

/** What has to be set where the server is of RDS, by the name of the setting. */
export const IN_PARAMETER_GROUP: Readonly<Record<string, string>> = {
  wal_level: 'Set rds.logical_replication to 1 in the parameter group of the instance, and reboot it.',
  max_replication_slots: 'Raise max_replication_slots in the parameter group of the instance, and reboot it.',
  max_wal_senders: 'Raise max_wal_senders in the parameter group of the instance, and reboot it.',
  wal_sender_timeout: 'Set wal_sender_timeout to 60000, or to 0, in the parameter group of the instance.',
  max_slot_wal_keep_size:
    'Set max_slot_wal_keep_size to 10240 (megabytes) or more in the parameter group of the instance.',
};

/** Settings of the server, as statements where the user that reads may make them, else as what a person has to do. */
export function serverSettings(facts: PostgresFacts): PreparationStep | undefined {
  const wrong = POSTGRES_SETTINGS.filter((setting) => isToBeSet(facts, setting));
  if (wrong.length === 0) return undefined;
  const step = {
    id: 'server-settings',
    what: `Set ${wrong.map(({ name, wanted }) => `${name} = ${wanted}`).join(', ')}`,
  };
  const statements = settingStatements(wrong);
  const restart = wrong.some(({ change }) => change === 'restart') ? 'Restart the server.' : '';
  if (facts.hosting === 'rds') {
    return { ...step, statements: [], afterwards: wrong.map(({ name }) => IN_PARAMETER_GROUP[name] ?? '').join(' ') };
  }
  if (facts.readerIsSuperuser) return { ...step, statements, afterwards: restart };
  const afterwards = [`As a superuser: ${statements.map((statement) => `${statement};`).join(' ')}`, restart];
  return { ...step, statements: [], afterwards: afterwards.filter((text) => text !== '').join(' ') };
}

/** Room for WAL, where somebody gave a slot less than a pause of a few hours takes. */
export function slotLimit(facts: PostgresFacts): PreparationStep | undefined {
  if (facts.hosting === 'rds' || !facts.readerIsSuperuser || !isToBeSet(facts, SLOT_LIMIT)) return undefined;
  return {
    id: 'slot-limit',
    what: `Let a slot keep ${SLOT_LIMIT.wanted} MB of WAL`,
    statements: settingStatements([SLOT_LIMIT]),
    afterwards: '',
  };
}

/** `ALTER SYSTEM`, and what lets the server read it where it need not be restarted. */
export function settingStatements(settings: readonly WantedSetting[]): readonly string[] {
  return [
    ...settings.map(({ name, wanted }) => `ALTER SYSTEM SET ${name} = ${quoteText('postgresql', wanted)}`),
    ...(settings.some(({ change }) => change === 'reload') ? ['SELECT pg_reload_conf()'] : []),
  ];
}

/** Neither as it runs nor as the files have it is it right. */
function isToBeSet({ settings, pendingSettings }: PostgresFacts, { name, isRight }: WantedSetting): boolean {
  const value = valueOf(settings)?.[name];
  if (value === undefined || isRight(value.toLowerCase())) return false;
  const waiting = valueOf(pendingSettings)?.[name];
  return waiting === undefined || !isRight(waiting.toLowerCase());
}
