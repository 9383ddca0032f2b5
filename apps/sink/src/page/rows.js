import { lagTone, tableName, tableTone } from './assess.js';
import { make, setText, setTone } from './dom.js';
import { formatAgo, formatCount, formatPosition, formatSpan } from './format.js';

/** The rows of the two tables of the page. */

/**
 * @param {string} label shown before the value where the columns do not fit
 * @param {string} [className]
 */
function cell(label, className) {
  const element = make('td', className === undefined ? {} : { className });
  element.setAttribute('role', 'cell');
  element.dataset.label = label;
  return element;
}

function row() {
  const element = make('tr');
  element.setAttribute('role', 'row');
  return element;
}

/** @param {string} className */
function heading(className) {
  const element = make('th', { className });
  element.setAttribute('role', 'rowheader');
  element.setAttribute('scope', 'row');
  return element;
}

export function createTableRow() {
  const element = row();
  const name = heading('name');
  name.append(make('span', { className: 'title' }), make('span', { className: 'reason' }));
  const state = cell('State', 'state');
  state.append(make('span', { className: 'pill' }));
  element.append(
    name,
    state,
    cell('Written', 'count'),
    cell('Deleted', 'count'),
    cell('Dead letters', 'count letters'),
    cell('Last change', 'count'),
    cell('Complete through', 'count'),
  );
  return element;
}

/**
 * @param {HTMLElement} element made by `createTableRow`
 * @param {import('./assess.js').Table} table
 * @param {number} now
 */
export function updateTableRow(element, table, now) {
  const [name, state, written, deleted, letters, lastChange, through] = /** @type {HTMLElement[]} */ ([
    ...element.children,
  ]);
  const [title, reason] = /** @type {HTMLElement[]} */ ([...(name?.children ?? [])]);
  const pill = /** @type {HTMLElement | undefined} */ (state?.firstElementChild ?? undefined);
  if (!title || !reason || !pill || !written || !deleted || !letters || !lastChange || !through) {
    return;
  }
  setText(title, tableName(table));
  setText(reason, table.reason ?? '');
  setText(pill, table.state);
  setTone(pill, tableTone(table.state));
  setText(written, formatCount(table.rowsWritten));
  setText(deleted, formatCount(table.rowsDeleted));
  setText(letters, formatCount(table.deadLetters));
  setTone(letters, table.deadLetters > 0 ? 'warn' : 'quiet');
  setText(lastChange, table.lastChangeAt === null ? '–' : formatAgo(Date.parse(table.lastChangeAt), now));
  lastChange.title = table.lastChangeAt ?? '';
  setText(through, table.completeThrough === null ? '–' : formatAgo(Date.parse(table.completeThrough), now));
  through.title = table.completeThrough ?? '';
}

export function createShardRow() {
  const element = row();
  element.append(heading('name'), cell('Lag', 'count lag'), cell('Position', 'position'), cell('Owner', 'owner'));
  return element;
}

/**
 * @param {HTMLElement} element made by `createShardRow`
 * @param {import('./assess.js').Shard} shard
 */
export function updateShardRow(element, shard) {
  const [name, lag, position, owner] = /** @type {HTMLElement[]} */ ([...element.children]);
  if (!name || !lag || !position || !owner) {
    return;
  }
  setText(name, shard.shardId);
  setText(lag, shard.lagMs === null ? '–' : formatSpan(shard.lagMs).join(' '));
  setTone(lag, lagTone(shard.lagMs ?? undefined));
  setText(position, shard.sequenceNumber === null ? 'not read yet' : formatPosition(shard.sequenceNumber));
  position.title = shard.sequenceNumber ?? '';
  setText(owner, shard.owner ?? 'nobody');
}
