import type { Finding } from '../finding.js';
import { mergeSettings } from './read-setting.js';

/** What the findings ask to set at one place, together: those of one kind, and of one endpoint. */
export function fixedSettings(findings: readonly Finding[]): Readonly<Record<string, unknown>> {
  return findings.reduce<Readonly<Record<string, unknown>>>(
    (all, { fix }) => (fix !== undefined && 'settings' in fix ? mergeSettings(all, fix.settings) : all),
    {},
  );
}
