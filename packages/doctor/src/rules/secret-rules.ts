import type { PipelineFacts } from '../facts/pipeline-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';

/** Characters in the secret of the source that break the connection string of AWS DMS. Which, nobody is told. */
export function secretRules({ secretFaults, settings }: PipelineFacts): readonly Finding[] {
  const characters = settings.sourceEngine === 'postgresql' ? '{ } ; + %' : '{ } ;';
  return (valueOf(secretFaults) ?? []).map((field) => ({
    id: 'source-secret-characters',
    severity: 'warning',
    area: 'source-endpoint',
    subject: field,
    what:
      field === 'password'
        ? `The password in the secret of the source has characters that AWS DMS does not take (${characters}).`
        : `The ${field} in the secret of the source has characters that do not belong into one.`,
    whyItMatters: 'They mean something in a connection string: AWS DMS cannot connect, though other programs can.',
    remedy:
      field === 'password'
        ? 'Give the user another password, of letters and digits, and write it into the secret.'
        : `Correct the ${field} in the secret.`,
  }));
}
