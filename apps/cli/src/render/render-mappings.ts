import type { LockDifference } from '@drayage/config';
import { printableLine } from '@drayage/terminal';

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
  const counted = `${tables} table${tables === 1 ? '' : 's'}`;
  switch (action) {
    case 'made':
      return `${path}: made, ${counted}.\n`;
    case 'changed':
      return `${path}: changed, ${counted}.\n${lines.join('\n')}\n`;
    case 'unchanged':
      return `${path}: as it was, ${counted}.\n`;
    case 'checked':
      return lines.length === 0
        ? `${path}: equals the source, ${counted}.\n`
        : `${path}: differs from the source.\n${lines.join('\n')}\n`;
  }
}
