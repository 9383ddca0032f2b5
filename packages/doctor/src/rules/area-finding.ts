import type { Area, Finding, Severity } from '../finding.js';

/** How an area makes its findings. */
type MakeFinding = (
  id: string,
  severity: Severity,
  subject: string,
  texts: Pick<Finding, 'what' | 'whyItMatters' | 'remedy' | 'fix'>,
) => Finding;

/** Makes findings of one area. */
export function findingOf(area: Area): MakeFinding {
  return (id, severity, subject, texts) => ({ id, severity, area, subject, ...texts });
}
