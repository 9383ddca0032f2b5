import type { Finding, Severity } from '../finding.js';
import { findingOf } from './area-finding.js';

export const GENERATE = 'Make the mappings anew: dray mappings generate, then dray mappings json.';

/** A finding about the table mappings; without a remedy of its own they are to be made anew. */
export function mappingFinding(
  id: string,
  severity: Severity,
  subject: string,
  texts: Pick<Finding, 'what' | 'whyItMatters'> & { readonly remedy?: string },
): Finding {
  return findingOf('mappings')(id, severity, subject, { remedy: GENERATE, ...texts });
}

export function tableName({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${schema}.${name}`;
}
