import type { PipelineFacts } from '../facts/pipeline-facts.js';
import type { Finding } from '../finding.js';
import { sourceFinding } from './source-finding.js';

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
