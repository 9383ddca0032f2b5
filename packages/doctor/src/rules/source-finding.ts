import type { Finding, Severity } from '../finding.js';
import { findingOf } from './area-finding.js';

interface SourceTexts {
  readonly what: string;
  readonly whyItMatters: string;
  readonly remedy: string;
  /** The step of the preparation that mends it. */
  readonly step?: string | undefined;
}

/** A finding about the source. */
export function sourceFinding(
  id: string,
  severity: Severity,
  subject: string,
  { step, ...texts }: SourceTexts,
): Finding {
  return findingOf('source')(id, severity, subject, {
    ...texts,
    ...(step === undefined ? {} : { fix: { kind: 'source', step } }),
  });
}
