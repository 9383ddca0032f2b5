import { lagTone, listAlerts, shortenAlerts, sinkTone, sortTables, standingTables, tableName } from './assess.js';
import { byId, make, setText, setTone, syncChildren } from './dom.js';
import { formatClock, formatCount, formatRate, formatSpan } from './format.js';
import { createShardRow, createTableRow, updateShardRow, updateTableRow } from './rows.js';

/**
 * Shows a status.
 * @param {import('./assess.js').Status} status
 * @param {number} now
 */
export function renderStatus(status, now) {
  setText(byId('pipeline'), status.pipeline);
  setText(byId('state'), status.state);
  setTone(byId('state'), sinkTone(status.state));
  setText(byId('seen'), `Updated ${formatClock(now)}`);
  renderFigures(status);
  renderAlerts(status);
  renderTables(status.tables, now);
  renderShards(status.shards);
}

/**
 * Says since when nothing has been heard from the sink, or stops saying it.
 * @param {number | undefined} lastSeenAt `undefined`: never seen
 * @param {boolean} lost
 */
export function renderConnection(lastSeenAt, lost) {
  const banner = byId('lost');
  document.body.dataset.connection = lost ? 'lost' : 'live';
  if (lost) {
    const since = lastSeenAt === undefined ? '' : ` What you see is from ${formatClock(lastSeenAt)}.`;
    setText(banner, `Connection to the sink lost; trying again.${since}`);
    document.title = 'Connection lost · Drayage';
  }
  banner.hidden = !lost;
}

/** @param {import('./assess.js').Status} status */
function renderFigures(status) {
  const { pipeline, state, rates, deadLetters, tables } = status;
  const lagMs = status.freshnessMs ?? undefined;
  const [value, unit] = lagMs === undefined ? ['–', ''] : formatSpan(lagMs);
  setText(byId('freshness-value'), value);
  setText(byId('freshness-unit'), unit);
  setTone(byId('freshness'), state === 'running' || lagMs === undefined ? lagTone(lagMs) : sinkTone(state));
  setText(byId('freshness-note'), describeFreshness(status));
  setText(byId('records-rate'), formatRate(rates.recordsPerSecond));
  setText(byId('rows-rate'), formatRate(rates.rowsPerSecond));
  setText(byId('letters-value'), formatCount(deadLetters));
  setTone(byId('letters'), deadLetters > 0 ? 'warn' : 'quiet');
  const affected = tables.filter((table) => table.deadLetters > 0).length;
  setText(
    byId('letters-note'),
    affected === 0 ? 'open' : `open, in ${affected} ${affected === 1 ? 'table' : 'tables'}`,
  );
  document.title = `${lagMs === undefined ? state : `${value} ${unit} behind`} · ${pipeline}`;
}

/** @param {import('./assess.js').Status} status */
function describeFreshness(status) {
  const { state, completeThrough } = status;
  if (state !== 'running') {
    return `The sink is ${state}.`;
  }
  if (completeThrough === null) {
    return 'Not every shard has been read yet.';
  }
  const all = `The target has all that came before ${formatClock(Date.parse(completeThrough))}`;
  const standing = standingTables(status).length;
  if (standing === 0) {
    return `${all}.`;
  }
  return `${all}, but for ${standing === 1 ? 'one table that stands' : `${standing} tables that stand`} still.`;
}

/** @param {import('./assess.js').Status} status */
function renderAlerts(status) {
  const alerts = shortenAlerts(listAlerts(status));
  byId('alerts').hidden = alerts.length === 0;
  syncChildren(byId('alert-list'), alerts, {
    key: ({ subject, text }) => `${subject}\n${text}`,
    create: () => {
      const item = make('li');
      item.append(make('strong'), make('span'));
      return item;
    },
    update: (item, { tone, subject, text }) => {
      setTone(item, tone);
      const [head, body] = item.children;
      if (head && body) {
        setText(head, subject);
        setText(body, text);
      }
    },
  });
}

/**
 * @param {readonly import('./assess.js').Table[]} tables
 * @param {number} now
 */
function renderTables(tables, now) {
  const live = tables.filter(({ state }) => state === 'live').length;
  setText(byId('tables-note'), tables.length === 0 ? '' : `${live} of ${tables.length} live`);
  showOneOf(byId('tables'), byId('tables-empty'), tables.length > 0);
  syncChildren(byId('tables'), sortTables(tables), {
    key: tableName,
    create: createTableRow,
    update: (element, table) => updateTableRow(element, table, now),
  });
}

/**
 * @param {HTMLElement} body of a table
 * @param {HTMLElement} empty what stands there instead
 * @param {boolean} filled
 */
function showOneOf(body, empty, filled) {
  const table = body.closest('table');
  if (table !== null) {
    table.hidden = !filled;
  }
  empty.hidden = filled;
}

/** @param {readonly import('./assess.js').Shard[]} shards */
function renderShards(shards) {
  setText(byId('shards-note'), shards.length === 0 ? '' : `${shards.length} in the stream`);
  showOneOf(byId('shards'), byId('shards-empty'), shards.length > 0);
  syncChildren(byId('shards'), shards, {
    key: ({ shardId }) => shardId,
    create: createShardRow,
    update: updateShardRow,
  });
}
