import type { PipelineFacts } from '../facts/pipeline-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';
import { sourceFinding } from './source-finding.js';

/** Tables that are not as the lock file says: the deployment and the table mappings are made from that file. */
export function lockRules({ lockDrift }: PipelineFacts): readonly Finding[] {
  return (valueOf(lockDrift) ?? []).map(({ table, changes }) => ({
    id: 'lock-drift',
    severity: 'warning',
    area: 'mappings',
    subject: table,
    what: `${table === '*' ? 'The source' : table} is not as in the lock file: ${changes.join('; ')}.`,
    whyItMatters:
      'The table mappings are made from the lock file: what is new is not replicated, and rows may be spread by another key than they have.',
    remedy:
      'dray mappings generate, commit the file, and deploy. Where the configuration is what is wrong: correct tables.include and tables.exclude.',
  }));
}

/** Patterns of the configuration that match no table that the user sees: a misspelt name, or one without rights. */
export function wantedTableRules({ source, unmatchedPatterns }: PipelineFacts): readonly Finding[] {
  if (!source.known) return [];
  return unmatchedPatterns.map((pattern) =>
    sourceFinding('no-such-table', 'error', pattern, {
      what: `The pattern ${pattern} of tables.include matches no table of the source.`,
      whyItMatters: 'Nothing of it is replicated.',
      remedy: `Correct the pattern: names are case-sensitive. Or let ${source.value.user} see the tables.`,
    }),
  );
}
