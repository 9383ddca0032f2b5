import type { EndpointFacts } from '../facts/aws-facts.js';
import type { PostgresFacts } from '../facts/postgres-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding, Fix } from '../finding.js';
import { quoteText } from '../names/quote-name.js';
import { endpointSetting } from '../settings/endpoint-setting.js';
import { statementsThen } from '../text/statements-then.js';

export type Plugin = 'pglogical' | 'test-decoding';

/** Which plugin AWS DMS takes: the one that is named, else pglogical where it is installed. */
export function takenPlugin(source: PostgresFacts, endpoint: EndpointFacts | undefined): Plugin {
  return namedPlugin(endpoint) ?? (valueOf(source.pglogical) === 'installed' ? 'pglogical' : 'test-decoding');
}

function namedPlugin(endpoint: EndpointFacts | undefined): Plugin | undefined {
  const named = endpoint === undefined ? undefined : endpointSetting(endpoint, 'PluginName');
  if (typeof named !== 'string' || !/^(pglogical|test[-_]decoding)$/iu.test(named)) return undefined;
  return named.toLowerCase() === 'pglogical' ? 'pglogical' : 'test-decoding';
}

/** A plugin that AWS DMS takes and the server cannot give. */
export function postgresPluginRules(source: PostgresFacts, endpoint: EndpointFacts | undefined): readonly Finding[] {
  if (takenPlugin(source, endpoint) !== 'pglogical') return [];
  const extension = valueOf(source.pglogical);
  const install = statementsThen(['CREATE EXTENSION pglogical']);
  const libraries = valueOf(source.settings)?.['shared_preload_libraries'];
  const preloaded = libraries === undefined || namesOf(libraries).includes('pglogical');
  if (extension !== undefined && extension !== 'installed') {
    return [
      finding('pg-plugin-missing', 'PluginName', endpoint, {
        what: `AWS DMS is to read by pglogical (PluginName), and the extension is ${extension === 'available' ? 'not installed in this database' : 'not there'}.`,
        install: extension === 'available' && preloaded ? install : `${preload(source)} ${install}`,
      }),
    ];
  }
  if (preloaded) return [];
  return [
    finding('pg-plugin-preload', 'shared_preload_libraries', endpoint, {
      what: `AWS DMS reads by pglogical, and the server does not load it (shared_preload_libraries is ${libraries === '' ? 'empty' : libraries}).`,
      install: preload(source),
    }),
  ];
}

function preload({ hosting, settings }: PostgresFacts): string {
  if (hosting === 'rds')
    return 'Add pglogical to shared_preload_libraries in the parameter group of the instance, and reboot it.';
  const all = [...namesOf(valueOf(settings)?.['shared_preload_libraries'] ?? ''), 'pglogical'];
  const list = [...new Set(all)].map((name) => quoteText('postgresql', name)).join(', ');
  return statementsThen([`ALTER SYSTEM SET shared_preload_libraries = ${list}`], 'Restart the server.');
}

/** The setting is a list, with blanks and quotes as somebody wrote it. */
function namesOf(list: string): readonly string[] {
  return list
    .split(',')
    .map((name) => name.trim().replaceAll('"', ''))
    .filter((name) => name !== '');
}

interface PluginTexts {
  readonly what: string;
  readonly install: string;
}

function finding(
  id: string,
  subject: string,
  endpoint: EndpointFacts | undefined,
  { what, install }: PluginTexts,
): Finding {
  const fix: Fix = { kind: 'endpoint', endpoint: 'source', settings: { PluginName: 'test-decoding' } };
  return {
    id,
    severity: 'error',
    area: 'source',
    subject,
    what,
    whyItMatters: 'AWS DMS cannot make its slot: the replication fails at the start, or after the load.',
    remedy: `Set PluginName of the source endpoint to test-decoding, and restart the replication. Or: ${install}`,
    ...(endpoint === undefined ? {} : { fix }),
  };
}
