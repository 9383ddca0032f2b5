import type { Finding } from '../finding.js';
import { findingOf } from './area-finding.js';

type Texts = Pick<Finding, 'what' | 'whyItMatters'> &
  ({ readonly settings: Readonly<Record<string, unknown>>; readonly remedy?: string } | { readonly remedy: string });

/** A finding about the endpoint of the source; settings that are set are its fix. */
export function endpointFinding(id: string, severity: Finding['severity'], subject: string, texts: Texts): Finding {
  const { what, whyItMatters } = texts;
  const settings = 'settings' in texts ? texts.settings : undefined;
  const remedy =
    texts.remedy ??
    `Set ${Object.entries(settings ?? {})
      .map(([name, value]) => `${name} to ${JSON.stringify(value)}`)
      .join(' and ')} in the settings of the source endpoint, and restart the replication.`;
  return findingOf('source-endpoint')(id, severity, subject, {
    what,
    whyItMatters,
    remedy,
    ...(settings === undefined ? {} : { fix: { kind: 'endpoint', endpoint: 'source', settings } }),
  });
}
