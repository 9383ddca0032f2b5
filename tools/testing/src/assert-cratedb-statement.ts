import { sqlparse } from '@cratedb/cratedb-sqlparse';

/** A statement as the writer plans it. */
export interface StatementLike {
  readonly sql: string;
  readonly parameters?: readonly unknown[];
}

/** CrateDB's `statement_max_length`. */
const MAX_STATEMENT_CHARACTERS = 262_144;

/** The wire protocol counts parameters in 16 bits, and CrateDB takes the number as signed. */
const MAX_PARAMETERS = 32_767;

/** What the parser returns; its own types deny that a statement can be right. */
interface ParsedStatement {
  readonly exception: { readonly errorMessage: string } | null | undefined;
}

/** A shape that CrateDB refuses, or takes and then does something else than it says. */
interface ForbiddenShape {
  readonly pattern: RegExp;
  readonly reason: string;
}

/** Looked for in the text without string literals and quoted names. */
const FORBIDDEN: readonly ForbiddenShape[] = [
  {
    pattern: /^(DELETE|UPDATE)\b.*\bANY\s*\([^)]*\$\d/is,
    reason: '= ANY($n) does not see rows that are not refreshed yet: use a batch of executions by full key',
  },
  {
    pattern: /^(DELETE|UPDATE)\b.*\bIN\s*\([^)]*\$\d/is,
    reason: 'IN ($n, …) does not see rows that are not refreshed yet: use a batch of executions by full key',
  },
  {
    pattern: /^(DELETE|UPDATE)\b.*\bIN\s*\(\s*SELECT\b/is,
    reason: 'IN (SELECT …) does not see rows that are not refreshed yet: use a batch of executions by full key',
  },
  {
    pattern: /\bDO\s+UPDATE\b.*\bWHERE\b/is,
    reason: 'ON CONFLICT … DO UPDATE takes no WHERE: use CASE for each column',
  },
  {
    pattern: /\bADD\s+(COLUMN\s+)?IF\s+NOT\s+EXISTS\b/is,
    reason: 'ADD COLUMN takes no IF NOT EXISTS: read the catalogue first',
  },
  { pattern: /^(BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|SAVEPOINT)\b/i, reason: 'there are no transactions' },
  {
    pattern: /^(PREPARE|EXECUTE|DEALLOCATE)\b/i,
    reason: 'a named statement keeps its plan after DDL, and then writes nothing',
  },
];

/**
 * Fails unless CrateDB's grammar takes the statement, and its shape is one that CrateDB executes as it reads. A test
 * that runs on PostgreSQL proves neither.
 *
 * @throws Error that names each thing wrong with it.
 */
export function assertCratedbStatement(statement: StatementLike): void {
  const problems = cratedbProblems(statement);
  if (problems.length > 0) {
    throw new Error(
      `Not a statement for CrateDB:\n${problems.map((problem) => `- ${problem}`).join('\n')}\n${statement.sql.slice(0, 2_000)}`,
    );
  }
}

function cratedbProblems({ sql, parameters }: StatementLike): readonly string[] {
  if (sql.length > MAX_STATEMENT_CHARACTERS) {
    return [`${sql.length} characters, more than ${MAX_STATEMENT_CHARACTERS}`];
  }
  const bare = withoutQuotedParts(sql).trim();
  return [
    ...grammarProblems(sql),
    ...FORBIDDEN.filter(({ pattern }) => pattern.test(bare)).map(({ reason }) => reason),
    ...(/^UPDATE\b.*\bFROM\b/is.test(withoutParentheses(bare)) ? ['UPDATE takes no FROM'] : []),
    ...parameterProblems(bare, parameters),
  ];
}

function grammarProblems(sql: string): readonly string[] {
  // The parser breaks on an empty text.
  const statements: readonly ParsedStatement[] = sql.trim() === '' ? [] : sqlparse(sql);
  const [first] = statements;
  if (first === undefined || statements.length !== 1) {
    return [`${statements.length} statements instead of one`];
  }
  return first.exception ? [`the grammar refuses it: ${first.exception.errorMessage}`] : [];
}

function parameterProblems(bare: string, parameters: readonly unknown[] | undefined): readonly string[] {
  const highest = Math.max(0, ...[...bare.matchAll(/\$(\d+)/g)].map((match) => Number(match[1])));
  if (highest > MAX_PARAMETERS) {
    return [`${highest} parameters, more than ${MAX_PARAMETERS}`];
  }
  if (parameters !== undefined && parameters.length !== highest) {
    return [`${parameters.length} parameters for a text that takes ${highest}`];
  }
  return [];
}

/** String literals and quoted names may hold anything; they become `''` and `""`. */
function withoutQuotedParts(sql: string): string {
  return sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, (quoted) => quoted.charAt(0).repeat(2));
}

function withoutParentheses(sql: string): string {
  const shorter = sql.replace(/\([^()]*\)/g, '');
  return shorter === sql ? sql : withoutParentheses(shorter);
}
