import type { StackEvent, StackOutput } from '@drayage/aws-ops';
import { printable } from '@drayage/terminal';
import { describeTime } from './describe-time.js';
import type { Paint, Tone } from './paint.js';
import { renderGrid } from './render-grid.js';

/** One event in a line. */
export function renderEvent({ at, logicalId, resourceType, status, reason }: StackEvent, paint: Paint): string {
  return `${paint('dim', describeTime(at))}  ${paint(toneOf(status), status.padEnd(20))}  ${logicalId} ${paint('dim', resourceType)}${reason === undefined ? '' : `\n  ${printable(reason)}`}`;
}

export function renderOutputs(outputs: readonly StackOutput[], width: number | undefined, paint: Paint): string {
  if (outputs.length === 0) return 'The stack has no outputs.\n';
  const body = outputs.map(({ key, value, description }) => [key, value, description ?? '']);
  return `${renderGrid({ header: ['output', 'value', 'meaning'], body, left: [0, 1, 2], elastic: 2, width, paint }).join('\n')}\n`;
}

function toneOf(status: string): Tone {
  if (status.includes('FAILED') || status.startsWith('ROLLBACK') || status.includes('_ROLLBACK_')) return 'bad';
  return status.endsWith('_COMPLETE') ? 'good' : 'warning';
}
