import type { TableStatistic } from '@drayage/aws-ops';
import { isLoading, loadedPart } from '../tables/loaded-part.js';
import { renderBar } from './render-bar.js';

/** Of a bar with room, and without. */
export const BAR_LENGTHS = { wide: 10, narrow: 5 } as const;
/** Of a bar that only says that something moves. */
const PIECE = 3;

export interface LoadBarView {
  readonly nowMs: number;
  readonly length?: number;
}

/**
 * The load of one table as a bar, and how much that is: `~` before what is estimated; a piece that wanders where nothing
 * is known but that it loads; nothing where it does not load.
 */
export function loadBar(
  table: TableStatistic,
  estimatedRows: number | null,
  { nowMs, length = BAR_LENGTHS.wide }: LoadBarView,
): string {
  const part = loadedPart(table, estimatedRows);
  if (part !== null) {
    const text = `${Math.floor(part * 100)} %`;
    return `${renderBar(part, length)} ${(isLoading(table) ? `~${text}` : text).padStart(5)}`;
  }
  if (!isLoading(table)) return '';
  const at = Math.floor(nowMs / 1_000) % (length - PIECE + 1);
  return `${'░'.repeat(at)}${'█'.repeat(PIECE)}${'░'.repeat(length - PIECE - at)} ${'?'.padStart(5)}`;
}
