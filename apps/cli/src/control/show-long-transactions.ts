import type { StartWish } from '@drayage/aws-ops';
import { printable } from '@drayage/terminal';
import type { CliEnvironment } from '../cli-environment.js';
import { describeDuration } from '../render/describe-time.js';
import { renderGrid } from '../render/render-grid.js';
import type { LongTransactions } from './open-transactions.js';

const WAITING: Readonly<Record<StartWish, string>> = {
  start: 'Open transactions at the source, which the start has to wait for:',
  resume: 'Open transactions at the source; what they write comes when they have ended:',
  reload: 'Open transactions at the source, which the load has to wait for:',
};

/** Says what a start will wait for; answers whether there is anything. */
export function showLongTransactions(
  found: LongTransactions,
  wish: StartWish,
  { stderr }: Pick<CliEnvironment, 'stderr'>,
): boolean {
  if (found.kind === 'unknown') {
    stderr.write(`Long transactions at the source were not looked for: ${printable(found.why)}\n`);
    return false;
  }
  if (found.transactions.length === 0) return false;
  const body = found.transactions.map(({ id, user, state, openForSeconds, application }) => [
    id,
    user,
    application,
    state,
    describeDuration(openForSeconds * 1_000),
  ]);
  const header = ['id', 'user', 'application', 'state', 'open for'];
  const grid = renderGrid({ header, body, left: [0, 1, 2, 3] });
  stderr.write(`${[WAITING[wish], ...grid.map((line) => `  ${line}`)].join('\n')}\n`);
  return true;
}
