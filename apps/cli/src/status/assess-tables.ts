import { isBroken, type JudgedTable } from './pipeline-status.js';
import { bad, SLOW_SECONDS, warning, type Found } from './status-finding.js';
import { counted } from '../render/counted.js';

export interface JudgedTables {
  readonly tables: readonly JudgedTable[];
  readonly deadLetters: number;
}

/** What is wrong with tables and letters, whoever tells of them. Pure. */
export function assessTables({ tables, deadLetters }: JudgedTables): readonly Found[] {
  // A table that lacks nothing but what its letters hold is told by them.
  const broken = tables.filter((table) => isBroken(table) && (table.reason !== null || table.deadLetters === 0));
  return [
    ...(deadLetters === 0
      ? []
      : [bad(`${counted(deadLetters, 'record')} could not be applied.`, 'dray dead-letters list')]),
    ...(broken.length === 0
      ? []
      : [
          bad(
            `${broken.length} of ${counted(tables.length, 'table')} ${broken.length === 1 ? 'is' : 'are'} incomplete or suspended.`,
            'See the reasons above; most are met by dray reload SCHEMA.TABLE.',
          ),
        ]),
  ];
}

/** Whether a target stands still, whoever tells of it. Pure. */
export function assessFreshness(freshnessMs: number | null, remedy = 'See whether the sink runs.'): readonly Found[] {
  if (freshnessMs === null || freshnessMs <= SLOW_SECONDS * 1_000) return [];
  return [warning('It has not taken in anything for more than five minutes.', remedy)];
}
