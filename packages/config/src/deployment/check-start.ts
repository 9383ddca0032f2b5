import type { IssueDescription } from '../problems/describe-issue.js';
import { type DeploymentValues, engineOf } from './deployment-values.js';
import { issue, withoutEffect } from './issue.js';

/** How AWS DMS writes a position. It takes no time for one, whatever the engine. */
const FORMS = {
  postgresql: {
    pattern: /^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/i,
    message: 'This is no position in the log of PostgreSQL.',
    remedy: 'Write it as 0/16E1F98: restart_lsn of the slot, as pg_replication_slots tells it.',
  },
  mysql: {
    // A binary log is called by a name of the server and a running number.
    pattern: /^(checkpoint:V\d+#.+|[\w.-]+\.\d+:\d+)$/,
    message: 'This is no position of a binary log.',
    remedy: 'Write it as mysql-bin.000123:4567, or as a recovery checkpoint of AWS DMS: checkpoint:V1#….',
  },
} as const;

/** Where the changes begin, for a replication that begins at a position. */
export function checkStart(values: DeploymentValues): readonly IssueDescription[] {
  const position = values.text('replication.cdcStartPosition');
  if (position === undefined) {
    return withoutEffect(values.isSet, ['replication.slotName'], 'without replication.cdcStartPosition');
  }
  const postgresql = engineOf(values) === 'postgresql';
  return [
    ...(values.text('replication.type') === 'cdc'
      ? []
      : [
          issue(
            'replication.cdcStartPosition',
            'Only a replication of changes alone can begin at a position.',
            'Set replication.type to cdc, or remove it.',
          ),
        ]),
    ...(postgresql && !values.isSet('replication.slotName')
      ? [
          issue(
            'replication.slotName',
            'This is missing: PostgreSQL keeps old changes only for a slot that is there.',
            'Set it to the slot that was there at that position.',
          ),
        ]
      : []),
    ...checkForm(position, engineOf(values)),
  ];
}

function checkForm(position: string, engine: string | undefined): readonly IssueDescription[] {
  const form = engine === 'postgresql' ? FORMS.postgresql : FORMS.mysql;
  return engine === undefined || form.pattern.test(position)
    ? []
    : [issue('replication.cdcStartPosition', form.message, form.remedy)];
}
