import type { PipelineFacts, SettingsFacts } from '../facts/pipeline-facts.js';
import type { Read, Unread } from '../facts/read.js';
import { valueOf } from '../facts/read.js';
import type { Area, Finding } from '../finding.js';

/** What could not be read, each a finding of its own: not to know is not the same as to be right. */
export function unreadRules(facts: PipelineFacts): readonly Finding[] {
  const source = valueOf(facts.source);
  const target = valueOf(facts.target);
  return [
    ...unreadIn('source', 'source', facts.source),
    ...unreadParts('source', source),
    ...needlessParts('source', source, {
      reader: 'AWS DMS',
      remedy: 'Look as an administrator: give that user in SOURCE_URL, and the one of AWS DMS as --dms-user.',
    }),
    ...unreadSettings(facts.settings),
    ...unreadIn('replication', 'state of the replication', facts.replicationState),
    ...unreadIn('roles', 'roles', facts.roles),
    ...(valueOf(facts.roles) ?? []).flatMap(({ name, role }) => [
      ...unreadIn('roles', name, role),
      ...unreadParts('roles', valueOf(role), ` of ${name}`),
    ]),
    ...unreadIn('mappings', 'lock file', facts.lockDrift),
    ...unreadIn('source-endpoint', 'secret of the source', facts.secretFaults),
    ...unreadIn('target', 'target', facts.target),
    ...unreadParts('target', target),
    ...needlessParts('target', target, {
      reader: 'the sink',
      remedy: 'Look as an administrator: give that user in --to.',
    }),
    ...unreadParts('replication', valueOf(facts.replicationState)),
    ...unreadIn('stack', 'stack', facts.stack),
  ];
}

/** The same for settings alone: a part that is absent is not asked for. */
export function unreadSettings(settings: SettingsFacts): readonly Finding[] {
  const replication = valueOf(settings.replication);
  return [
    ...unreadIn('source-endpoint', 'source endpoint', settings.sourceEndpoint),
    ...unreadIn('target-endpoint', 'Kinesis endpoint', settings.targetEndpoint),
    ...unreadIn('task', 'replication', settings.replication),
    ...unreadIn('task', 'task settings', replication?.taskSettings),
    ...unreadIn('mappings', 'table mappings', replication?.tableMappings),
    ...unreadIn('stream', 'stream', settings.stream),
    ...unreadIn('sink', 'event source mapping', settings.eventSourceMapping),
    ...unreadParts('sink', valueOf(settings.eventSourceMapping)),
  ];
}

/** Parts of a record that are `Read`, by their names: each hides a few rules. `owner`: of which of several records. */
function unreadParts(area: Area, record: object | undefined, owner = ''): readonly Finding[] {
  return Object.entries(record ?? {}).flatMap(([name, part]: [string, unknown]) =>
    isUnread(part)
      ? unreadIn(area, `${words(name)}${owner}`, part).map((finding) => ({ ...finding, severity: 'warning' as const }))
      : [],
  );
}

function unreadIn(area: Area, subject: string, read: Read<unknown> | undefined): readonly Finding[] {
  if (read === undefined || read.known) return [];
  const base = { id: 'unread', area, subject, whyItMatters: 'Whether something is wrong with it is not known.' };
  if (read.unnamed === true) {
    return [{ ...base, severity: 'warning', what: `Not looked at: ${subject}.`, remedy: read.why }];
  }
  return [
    {
      ...base,
      severity: 'error',
      what: `Could not be read: ${subject}. ${read.why}`,
      remedy: 'Mend what the sentence names, and run dray doctor again.',
    },
  ];
}

interface Blindness {
  /** Whose user does not see it, and works all the same. */
  readonly reader: 'AWS DMS' | 'the sink';
  readonly remedy: string;
}

/** What the user of AWS DMS, or of the sink, need not see: no reason to give it more rights. */
function needlessParts(area: Area, record: object | undefined, { reader, remedy }: Blindness): readonly Finding[] {
  return Object.entries(record ?? {}).flatMap(([name, part]: [string, unknown]) =>
    isNeedless(part)
      ? [
          {
            id: 'unread',
            severity: 'note' as const,
            area,
            subject: words(name),
            what: `Not seen as the user of ${reader}: ${words(name)}. ${part.why}`,
            whyItMatters: `${reader === 'the sink' ? 'The sink' : reader} works without that right; only whether something is wrong with it is not known.`,
            remedy,
          },
        ]
      : [],
  );
}

function isNeedless(part: unknown): part is Unread {
  return typeof part === 'object' && part !== null && 'needless' in part && part.needless === true;
}

function isUnread(part: unknown): part is Unread {
  return typeof part === 'object' && part !== null && 'known' in part && part.known === false && !isNeedless(part);
}

function words(name: string): string {
  return name.replace(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`);
}
