import { createChart } from './chart.js';
import { byId } from './dom.js';
import { renderConnection, renderStatus } from './render.js';

/**
 * ```
 * connecting ──► live ◄──► lost
 *      └──────────────────►─┘
 * ```
 * Asks the sink for its status once a second; two answers missing in a row are a lost connection.
 */
const STATUS_INTERVAL_MS = 1_000;
const ANSWER_TIMEOUT_MS = 4_000;
const MISSES_UNTIL_LOST = 2;
/** The history has a new sample every five seconds. */
const STATUSES_A_SAMPLE = 5;

const chart = createChart(byId('chart'), byId('chart-text'));
/** @type {number | undefined} */
let lastSeenAt;
let misses = 0;
let turn = 0;

/** @param {string} path */
async function ask(path) {
  const response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
  if (!response.ok) {
    throw new Error(`${path} answered ${response.status}`);
  }
  return response.json();
}

async function update() {
  try {
    const status = await ask('status');
    if (turn % STATUSES_A_SAMPLE === 0 || misses > 0) {
      chart.show(await ask('api/history'));
    }
    lastSeenAt = Date.now();
    misses = 0;
    renderStatus(status, lastSeenAt);
    renderConnection(lastSeenAt, false);
  } catch {
    misses += 1;
    if (misses >= MISSES_UNTIL_LOST) {
      renderConnection(lastSeenAt, true);
    }
  }
  turn += 1;
  setTimeout(update, STATUS_INTERVAL_MS);
}

await update();
