/** What the status means for somebody who looks at it. Pure functions. */

/**
 * @typedef {{ shardId: string, sequenceNumber: string | null, lagMs: number | null, owner: string | null }} Shard
 * @typedef {{ schema: string, name: string, state: string, rowsWritten: number, rowsDeleted: number, lastChangeAt: string | null, deadLetters: number, reason: string | null, completeThrough: string | null }} Table
 * @typedef {{ pipeline: string, state: string, shards: Shard[], tables: Table[], completeThrough: string | null, freshnessMs: number | null, deadLetters: number, rates: { recordsPerSecond: number, rowsPerSecond: number }, warnings: string[] }} Status
 * @typedef {'good' | 'quiet' | 'warn' | 'bad'} Tone
 * @typedef {{ tone: Tone, subject: string, text: string }} Alert
 */

/** @type {Readonly<Record<string, Tone>>} */
const TABLE_TONES = {
  live: 'good',
  loading: 'quiet',
  incomplete: 'warn',
  suspended: 'bad',
  'dropped-at-source': 'quiet',
};
/** @type {Readonly<Record<string, Tone>>} */
const SINK_TONES = { running: 'good', starting: 'quiet', retrying: 'warn', stopping: 'quiet', halted: 'bad' };
/** @type {readonly Tone[]} */
const URGENCY = ['bad', 'warn', 'quiet', 'good'];

const FRESH_MS = 10_000;
const LATE_MS = 60_000;

/** @param {string} state @returns {Tone} */
export function tableTone(state) {
  return TABLE_TONES[state] ?? 'warn';
}

/** @param {string} state @returns {Tone} */
export function sinkTone(state) {
  return SINK_TONES[state] ?? 'warn';
}

/** @param {number | undefined} lagMs @returns {Tone} */
export function lagTone(lagMs) {
  if (lagMs === undefined) {
    return 'quiet';
  }
  return lagMs < FRESH_MS ? 'good' : lagMs < LATE_MS ? 'warn' : 'bad';
}

/** A table that is further behind than all shards together does not move with them. */
const STANDS_STILL_MS = 60_000;

/**
 * The tables that are complete only up to an earlier time than the rest, or not at all yet: what they lack does not come
 * with the stream.
 * @param {Pick<Status, 'tables' | 'completeThrough'>} status
 */
export function standingTables({ tables, completeThrough }) {
  if (completeThrough === null) {
    return [];
  }
  const latest = Date.parse(completeThrough) - STANDS_STILL_MS;
  return tables.filter(
    (table) =>
      table.state !== 'dropped-at-source' &&
      (table.completeThrough === null || Date.parse(table.completeThrough) < latest),
  );
}

/** @param {Table} table */
export function tableName({ schema, name }) {
  return schema === '' ? name : `${schema}.${name}`;
}

/**
 * Tables that need somebody first, then by name.
 * @param {readonly Table[]} tables
 */
export function sortTables(tables) {
  const urgency = (/** @type {Table} */ table) =>
    Math.min(URGENCY.indexOf(tableTone(table.state)), table.deadLetters > 0 ? 1 : 2);
  return [...tables].sort(
    (left, right) => urgency(left) - urgency(right) || tableName(left).localeCompare(tableName(right)),
  );
}

/**
 * What needs attention, the worst first.
 * @param {Status} status
 * @returns {Alert[]}
 */
export function listAlerts({ tables, warnings, deadLetters }) {
  /** @type {Alert[]} */
  const alerts = tables.flatMap((table) => {
    const tone = tableTone(table.state);
    if (tone !== 'bad' && tone !== 'warn') {
      return [];
    }
    return [{ tone, subject: `${tableName(table)} is ${table.state}`, text: whyNotLive(table) }];
  });
  const assigned = tables.reduce((total, table) => total + table.deadLetters, 0);
  if (deadLetters > assigned) {
    const count = deadLetters - assigned;
    alerts.push({
      tone: 'warn',
      subject: `${count} dead ${count === 1 ? 'letter belongs' : 'letters belong'} to no table`,
      text: 'They are kept in drayage.dead_letters.',
    });
  }
  alerts.push(...warnings.map((text) => ({ tone: /** @type {Tone} */ ('warn'), subject: 'Warning', text })));
  return alerts.sort((left, right) => URGENCY.indexOf(left.tone) - URGENCY.indexOf(right.tone));
}

/**
 * The reason that is given, else the letters: they make a table incomplete by themselves.
 * @param {Table} table
 */
function whyNotLive({ reason, deadLetters }) {
  if (reason !== null || deadLetters === 0) {
    return reason ?? '';
  }
  return `${deadLetters} open dead ${deadLetters === 1 ? 'letter' : 'letters'}.`;
}

/** So that the numbers stay in view, however much is wrong. */
const SHOWN_ALERTS = 6;

/**
 * The first few alerts, and how many more there are.
 * @param {readonly Alert[]} alerts
 * @returns {readonly Alert[]}
 */
export function shortenAlerts(alerts) {
  if (alerts.length <= SHOWN_ALERTS) {
    return alerts;
  }
  const rest = alerts.slice(SHOWN_ALERTS - 1);
  const text = 'They are listed under Tables, and in /status.';
  return [
    ...alerts.slice(0, SHOWN_ALERTS - 1),
    { tone: rest[0]?.tone ?? 'warn', subject: `${rest.length} more`, text },
  ];
}
