import type { Finding } from '@drayage/doctor';

/** Findings of one rule with the same reason, in the order in which the first of them came. */
export function groupFindings(findings: readonly Finding[]): readonly (readonly [Finding, ...Finding[]])[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const { severity, area, id, whyItMatters } = finding;
    const key = JSON.stringify([severity, area, id, whyItMatters]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}
