import type { Read } from '../facts/read.js';
import { valueOf } from '../facts/read.js';
import type { MissingRights, TargetFacts, TargetTableName } from '../facts/target-facts.js';
import type { Finding } from '../finding.js';
import { quoteName, quoteTable, quoteText } from '../names/quote-name.js';
import { findingOf } from './area-finding.js';
import { shellWord } from '../text/shell-word.js';
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
    ...(valueOf(blockedTables) ?? []).map(({ blocks, ...table }) =>
      finding('target-blocked', 'error', `${table.schema}.${table.name}`, {
        what: `${table.schema}.${table.name} takes no writes: ${blocks.map((block) => `blocks.${block} is set`).join(', ')}.`,
        whyItMatters,
        remedy: unblock(table, blocks),
      }),
    ),
    ...(valueOf(lostPrimaries) ?? []).map(({ schema, name }) =>
      finding('target-shard-lost', 'error', `${schema}.${name}`, {
        what: `A primary shard of ${schema}.${name} is on no node.`,
        whyItMatters,
        remedy: `Bring the node back that has it. Why it is nowhere: ${statementsThen([whyUnassigned({ schema, name })])}`,
      }),
    ),
  ];
}

/** The block that CrateDB sets when a disk is full, and takes away once there is room. */
const DISK_BLOCK = 'read_only_allow_delete';

function unblock(table: TargetTableName, blocks: readonly string[]): string {
  const set = blocks.filter((block) => block !== DISK_BLOCK);
  return [
    ...(set.length < blocks.length
      ? ['Make room on the disks of its nodes: the block of a full disk goes by itself.']
      : []),
    ...(set.length === 0
      ? []
      : [
          'If nobody wants that:',
          statementsThen([
            `ALTER TABLE ${quoteTable('postgresql', table)} RESET (${set.map((block) => `"blocks.${block}"`).join(', ')})`,
          ]),
        ]),
  ].join(' ');
}

function whyUnassigned({ schema, name }: TargetTableName): string {
  return `SELECT shard_id, explanation FROM sys.allocations WHERE table_schema = ${quoteText('postgresql', schema)} AND table_name = ${quoteText('postgresql', name)} AND current_state = 'UNASSIGNED'`;
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
            ? `When DMS says "Table completed": dray reload --complete ${shellWord(`${schema}.${name}`)}`
            : `dray dead-letters list; or load it again: dray reload ${shellWord(`${schema}.${name}`)}`,
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
