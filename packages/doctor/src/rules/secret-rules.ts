import type { PipelineFacts, SecretFault } from '../facts/pipeline-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';

/** What in the secret of the source breaks the connection string of AWS DMS. Which characters, nobody is told. */
export function secretRules({ secretFaults, settings }: PipelineFacts): readonly Finding[] {
  const characters = settings.sourceEngine === 'postgresql' ? '{ } ; + %' : '{ } ;';
  return (valueOf(secretFaults) ?? []).map(({ field, fault }) =>
    fault === 'blank' ? blankAtAnEnd(field) : refusedCharacters(field, characters),
  );
}

function blankAtAnEnd(field: SecretFault['field']): Finding {
  return {
    id: 'source-secret-blank',
    severity: 'error',
    area: 'source-endpoint',
    subject: field,
    what: `The ${field} in the secret of the source begins or ends with a blank.`,
    whyItMatters: 'AWS DMS takes it as it stands, and cannot connect.',
    remedy:
      field === 'password'
        ? 'Take the blank out of the secret. Where it is part of the password, give the user another one.'
        : 'Take the blank out of the secret.',
  };
}

function refusedCharacters(field: SecretFault['field'], characters: string): Finding {
  return {
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
  };
}
