import type { Read } from '../facts/read.js';
import { valueOf } from '../facts/read.js';
import type { MissingRights, TargetFacts } from '../facts/target-facts.js';
import type { Finding } from '../finding.js';
import { quoteName } from '../names/quote-name.js';
import { findingOf } from './area-finding.js';
import { statementsThen } from '../text/statements-then.js';

const finding = findingOf('target');

/** The oldest version of CrateDB that this project is tried with. */
const OLDEST_MAJOR = 5;

/** What keeps the target from taking rows, and what is missing in it already. */
export function targetRules(read: Read<TargetFacts>): readonly Finding[] {
  const target = valueOf(read);
  if (target === undefined) return [];
  return [...versionRules(target), ...rightsRules(target), ...blockRules(target), ...stateRules(target)];
}

function versionRules({ dialect, version }: TargetFacts): readonly Finding[] {
  const known = valueOf(version);
  if (dialect !== 'cratedb' || known === undefined || Number(known.split('.')[0]) >= OLDEST_MAJOR) return [];
  return [
    finding('target-version', 'error', known, {
      what: `The target is CrateDB ${known}.`,
      whyItMatters: 'Statements of the sink are not known to it.',
      remedy: `Upgrade it to ${OLDEST_MAJOR}.0 or later.`,
    }),
  ];
}

function rightsRules({ user, missingRights, missingWriteRights }: TargetFacts): readonly Finding[] {
  const missing = valueOf(missingRights) ?? [];
  const readOnly = valueOf(missingWriteRights) ?? [];
  const both: readonly MissingRights[] = [
    ...missing.map((one) => (readOnly.includes(one.name) ? { ...one, rights: [...one.rights, 'DML'] } : one)),
    ...readOnly
      .filter((schema) => !missing.some(({ name }) => name === schema))
      .map((name) => ({ on: 'schema' as const, name, rights: ['DML'] })),
  ];
  return both.map(({ on, name, rights }) =>
    finding('target-rights', 'error', name, {
      what: `The user ${user} lacks ${rights.join(', ')} on ${on} ${name}.`,
      whyItMatters: 'The sink halts at its first row for it.',
      remedy: statementsThen([grant(user, { on, name })], 'Run it as an administrator of the target.'),
    }),
  );
}

/** All that the sink needs there, whatever is missing: what is granted already stays. */
function grant(user: string, { on, name }: Pick<MissingRights, 'on' | 'name'>): string {
  const [rights, place] = on === 'schema' ? ['DQL, DML, DDL', 'SCHEMA'] : ['CREATE', 'DATABASE'];
  return `GRANT ${rights} ON ${place} ${quoteName('postgresql', name)} TO ${quoteName('postgresql', user)}`;
}

function blockRules({ blockedTables, lostPrimaries }: TargetFacts): readonly Finding[] {
  const whyItMatters = 'The sink tries again for ever, and its shards stand still.';
  return [
    ...(valueOf(blockedTables) ?? []).map(({ schema, name, why }) =>
      finding('target-blocked', 'error', `${schema}.${name}`, {
        what: `${schema}.${name} takes no writes: ${why}.`,
        whyItMatters,
        remedy:
          'Free disk: the block of a full disk goes by itself. Another one: ALTER TABLE … RESET ("blocks.write"), or the block that is named.',
      }),
    ),
    ...(valueOf(lostPrimaries) ?? []).map(({ schema, name }) =>
      finding('target-shard-lost', 'error', `${schema}.${name}`, {
        what: `A primary shard of ${schema}.${name} is on no node.`,
        whyItMatters,
        remedy: 'Bring the node back that has it; SELECT explanation FROM sys.allocations tells why it is nowhere.',
      }),
    ),
  ];
}

function stateRules({ unfinishedTables, openLetters }: TargetFacts): readonly Finding[] {
  const letters = valueOf(openLetters) ?? 0;
  return [
    ...(valueOf(unfinishedTables) ?? []).map(({ schema, name, state, reason }) =>
      finding('target-table-state', state === 'loading' ? 'note' : 'error', `${schema}.${name}`, {
        what: `${schema}.${name} is ${state}${reason === '' ? '.' : `: ${reason}`}`,
        whyItMatters:
          state === 'loading'
            ? 'Rows that are gone at the source may still be there.'
            : 'It does not equal its source.',
        remedy:
          state === 'loading'
            ? `When DMS says "Table completed": dray reload --complete ${schema}.${name}.`
            : `dray dead-letters list; or load it again: dray reload ${schema}.${name}.`,
      }),
    ),
    ...(letters === 0
      ? []
      : [
          finding('target-letters', 'error', 'drayage.dead_letters', {
            what: `${letters} dead letters are open.`,
            whyItMatters: 'Their rows are missing in the target, or old.',
            remedy: 'dray dead-letters list',
          }),
        ]),
  ];
}
