import { columnsOf } from '../facts/columns-of.js';
import type { PostgresFacts } from '../facts/postgres-facts.js';
import { valueOf } from '../facts/read.js';
import type { SourceTable } from '../facts/table-facts.js';
import type { Finding } from '../finding.js';
import { listed } from '../text/listed.js';
import { sourceFinding } from './source-finding.js';

/** What AWS DMS never carries from PostgreSQL, whatever is set. */
export function postgresLimitRules(facts: PostgresFacts): readonly Finding[] {
  const tables = valueOf(facts.tables) ?? [];
  if (tables.length === 0) return [];
  const findings = [
    sourceFinding('pg-truncate', 'note', 'TRUNCATE', {
      what: 'TRUNCATE is not carried.',
      whyItMatters: 'The rows stay in the target.',
      remedy:
        'Use DELETE, or load the table again after it (dray reload); a trigger BEFORE TRUNCATE that raises keeps others from it.',
    }),
    sourceFinding('pg-hidden-ddl', 'note', 'DDL', {
      what: 'DDL within functions, and changes of defaults and of NOT NULL, are not carried.',
      whyItMatters: 'Columns that a function adds are missing from the messages until the replication starts anew.',
      remedy: 'Run DDL as statements of their own.',
    }),
  ];
  const times = columnsOf(tables, ({ type }) => /^(date|timestamp)/u.test(type));
  if (times.length > 0) {
    findings.push(
      sourceFinding('pg-infinity', 'note', listed(times), {
        what: 'The values infinity and -infinity are sent as the years 9999 and 4713 BC.',
        whyItMatters: 'The target holds another value than the source.',
        remedy: 'Use NULL for an open end.',
      }),
    );
  }
  findings.push(...wideNumerics(tables), ...openTexts(tables));
  const zone = valueOf(facts.settings)?.['TimeZone'] ?? '';
  const local = columnsOf(tables, ({ type }) => /^timestamp.* without time zone$/u.test(type));
  if (local.length > 0 && !/^(Etc\/)?(UTC|GMT|UCT)$/u.test(zone)) {
    findings.push(
      sourceFinding('pg-local-times', 'note', listed(local), {
        what: `Times without a zone are sent with Z, as if they were UTC; the zone of the server is ${zone}.`,
        whyItMatters:
          'A column of type timestamp with time zone in the target then holds another moment than was meant.',
        remedy:
          'Keep them as timestamp without time zone in the target (the default), or make them timestamptz at the source.',
      }),
    );
  }
  return findings;
}

/** Digits of the widest number that AWS DMS carries as a number. */
const MOST_DIGITS = 38;

function wideNumerics(tables: readonly SourceTable[]): readonly Finding[] {
  const wide = columnsOf(tables, ({ type }) => Number(/^numeric\((\d+)/u.exec(type)?.[1] ?? 0) > MOST_DIGITS);
  if (wide.length === 0) return [];
  return [
    sourceFinding('pg-wide-numeric', 'note', listed(wide), {
      what: `Numbers of more than ${MOST_DIGITS} digits are sent as texts: ${listed(wide)}.`,
      whyItMatters: 'The column of the target holds texts, which sort and add up otherwise than numbers.',
      remedy: `Where ${MOST_DIGITS} digits are enough: ALTER TABLE … ALTER COLUMN … TYPE numeric(${MOST_DIGITS},…).`,
    }),
  ];
}

function openTexts(tables: readonly SourceTable[]): readonly Finding[] {
  const open = columnsOf(tables, ({ type }) => type === 'character varying');
  if (open.length === 0) return [];
  return [
    sourceFinding('pg-varchar-length', 'note', listed(open), {
      what: `AWS DMS takes varchar without a length for one of 8000 characters: ${listed(open)}.`,
      whyItMatters: 'Whether a longer value is cut, or fails, AWS DMS does not say. Compare where there are any.',
      remedy:
        'Where values are longer: ALTER TABLE … ALTER COLUMN … TYPE text (then LobMaxSize is the limit), or varchar with the length that they need.',
    }),
  ];
}
