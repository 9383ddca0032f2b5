import type { LockDifference } from '@drayage/config';
import { printableLine } from '@drayage/terminal';
import { counted } from './counted.js';

export interface GeneratedLock {
  readonly path: string;
  readonly tables: number;
  /** `checked`: nothing was written. */
  readonly action: 'made' | 'changed' | 'unchanged' | 'checked';
  readonly differences: readonly LockDifference[];
}

/** What `dray mappings generate` did, or would do. */
export function renderGenerated({ path, tables, action, differences }: GeneratedLock): string {
  const lines = differences.flatMap(({ table, changes }) =>
    changes.map((change) => printableLine(`  ${table}: ${change}`)),
  );
  const size = counted(tables, 'table');
  switch (action) {
    case 'made':
      return `${path}: made, ${size}.\n`;
    case 'changed':
      return `${path}: changed, ${size}.\n${lines.join('\n')}\n`;
    case 'unchanged':
      return `${path}: as it was, ${size}.\n`;
    case 'checked':
      return lines.length === 0
        ? `${path}: equals the source, ${size}.\n`
        : `${path}: differs from the source.\n${lines.join('\n')}\n`;
  }
}
