import type { DeploymentValues, IssueDescription } from '@drayage/config';
import { tableMappings } from '../settings/table-mappings.js';
import type { ReplicatedTable } from './pipeline-spec.js';

/** CloudFormation takes a template of so many bytes. */
const MOST_BYTES = 1_000_000;
/** What else the template of the replication may hold: endpoints, roles, the authorities of RDS, task settings. */
const OTHER_BYTES = 100_000;

/** The mappings name every table twice, all in one template: of very many, CloudFormation would refuse it after the first stacks. */
export function checkTemplateSize(
  values: DeploymentValues,
  tables: readonly ReplicatedTable[],
): readonly IssueDescription[] {
  const text = JSON.stringify(tableMappings(tables));
  // Of a task they are a text, in which every quote takes two bytes.
  const bytes = Buffer.byteLength(values.text('replication.kind') === 'classic' ? JSON.stringify(text) : text);
  const room = MOST_BYTES - OTHER_BYTES;
  if (bytes <= room) return [];
  const most = Math.floor((tables.length * room) / bytes / 100) * 100;
  return [
    {
      path: ['tables', 'include'],
      message: `${inWords(tables.length)} tables make a template of about ${inWords(bytes)} bytes, and CloudFormation takes ${inWords(MOST_BYTES)}.`,
      remedy: `Take about ${inWords(most)} at most (tables.exclude), and the others in another pipeline, which has a stream and a replication of its own.`,
    },
  ];
}

function inWords(count: number): string {
  return count.toLocaleString('en-US');
}
