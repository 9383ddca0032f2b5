import type { SinkErrorCode } from '../sink-error.js';

/** What a text of CrateDB means. Named groups: `column`, `table`, `type`; never a part that may hold a row value. */
interface MessagePattern {
  readonly code: SinkErrorCode;
  readonly pattern: RegExp;
  /** What of it ran short, where the code stands for several. */
  readonly limit?: Limit;
}

/** What a cluster may be short of. */
export type Limit = 'memory' | 'queue' | 'shards';

/**
 * CrateDB sends nearly every error as XX000, so that the text is the only signal. Seen on CrateDB 6.2.
 * The first match counts. Texts that quote a value come first and are matched from their beginning, because the value
 * may hold anything, another message included.
 */
const PATTERNS: readonly MessagePattern[] = [
  { code: 'constraint-violated', pattern: /^Failed CONSTRAINT / },
  {
    code: 'element-not-castable',
    pattern: /^Cannot cast object element .* to type `(?<type>[a-z_ ]+(?:\([0-9, ]+\))?)`$/s,
  },
  { code: 'element-not-castable', pattern: /^Cannot cast object element / },
  { code: 'value-not-castable', pattern: /^Cannot cast .* to type `(?<type>[a-z_ ]+(?:\([0-9, ]+\))?)`$/s },
  { code: 'value-not-castable', pattern: /^Cannot (cast|detect the type of the value|parse) ?/ },
  { code: 'value-not-castable', pattern: /^Cannot add column `.*` to strict object `(?<column>[^`]+)`$/s },
  { code: 'value-out-of-range', pattern: /^Value .* exceeds allowed range for column of type (?<type>[a-z ]+)$/s },
  { code: 'value-out-of-range', pattern: /^Value out of range\. / },
  { code: 'value-out-of-range', pattern: /^For input string: "[+-]?\d{10,}"/ },
  {
    code: 'value-not-castable',
    pattern: /^(For input string: |Invalid format: |Invalid UUID string: |illegal syntax$)/,
  },
  {
    code: 'value-not-castable',
    pattern: /^(Unexpected (character|end-of-input)|Unrecognized token|Illegal |Invalid )/,
  },
  { code: 'value-not-castable', pattern: /^'.*' is not convertible to |^can not write type |ClassCastException/s },
  { code: 'value-too-long', pattern: /^'.*' is too long for the (text|character) type of length: \d+$/s },
  {
    code: 'value-too-long',
    pattern: /^Document contains at least one immense term |^bytes can be at most \d+ in length/,
  },
  { code: 'value-missing', pattern: /^"(?<column>[^"]+)" must not be null$/ },
  { code: 'name-refused', pattern: /^".*" (contains a dot|conflicts with (system column|subscript pattern).*)$/s },
  { code: 'name-refused', pattern: /^(Relation name|schema name|Column name) ".*" is invalid\.?$/s },
  { code: 'name-refused', pattern: /^Cannot create relation in read-only schema: |\$BlobTable / },
  { code: 'table-blocked', pattern: /^The relation "(?<table>[^"]+)" doesn't support or allow [A-Z ]+ operations/ },
  { code: 'shard-unavailable', pattern: /^blocked by: \[SERVICE_UNAVAILABLE\// },
  { code: 'table-blocked', pattern: /^blocked by: \[/ },
  { code: 'shard-unavailable', pattern: /^\[(?<table>[^\]]+)\] shard \d+ is not available$/ },
  {
    code: 'shard-unavailable',
    pattern: /primary shard is not active|^no master|^No shard available|^Master not discovered/i,
  },
  {
    code: 'shard-unavailable',
    pattern:
      /^node closed |^\[.*\] (Node not connected|disconnected)$|Node(Closed|NotConnected|Disconnected)Exception/i,
  },
  { code: 'statement-timeout', pattern: /^Job killed\./ },
  {
    code: 'overloaded',
    limit: 'memory',
    pattern: /^".*" reached operation memory limit\. |^\[[a-z._]+\] Data too large|^Allocating .* breaker/s,
  },
  { code: 'overloaded', limit: 'memory', pattern: /CircuitBreakingException/ },
  { code: 'overloaded', limit: 'queue', pattern: /rejected execution|too many requests/i },
  { code: 'overloaded', limit: 'shards', pattern: /maximum( normal)? shards open/i },
  { code: 'too-many-columns', pattern: /^Limit of total columns \[\d+\] in table \[(?<table>[^\]]+)\] exceeded$/ },
  { code: 'version-conflict', pattern: /version conflict/i },
  { code: 'permission-denied', pattern: /^Missing '[A-Z]+' privilege for user / },
  { code: 'permission-denied', pattern: /^User ".*" is not authorized /s },
  { code: 'column-exists', pattern: /^The table (?<table>\S+) already has a column named (?<column>.+)$/s },
  { code: 'column-exists', pattern: /^Column `(?<column>[^`]+)` already exists with type / },
  { code: 'column-exists', pattern: /^Cannot rename column to a name that is in use$/ },
  { code: 'relation-exists', pattern: /^Cannot rename table .* already exists$/s },
  { code: 'key-mismatch', pattern: /^Conflict target .* did not match |^Number of conflict targets / },
  { code: 'key-mismatch', pattern: /^Validation failed for .*: Updating a primary key is not supported$/s },
  { code: 'value-not-castable', pattern: /^Validation failed for / },
  { code: 'column-unknown', pattern: /^Column (?<column>.+) unknown$/s },
  { code: 'relation-unknown', pattern: /^Relation '(?<table>.+)' unknown$/s },
];

/** What CrateDB meant, and what it named. */
export interface CratedbMessage {
  readonly code: SinkErrorCode;
  readonly column: string | undefined;
  readonly table: string | undefined;
  readonly type: string | undefined;
  readonly limit?: Limit | undefined;
}

/** Reads an error text of CrateDB; `undefined` when it is none of those known. */
export function readCratedbMessage(text: string): CratedbMessage | undefined {
  for (const { code, pattern, limit } of PATTERNS) {
    const match = pattern.exec(text);
    if (match !== null) {
      const { column, table, type } = match.groups ?? {};
      return { code, column, table, type, limit };
    }
  }
  return undefined;
}
