import { parseTargetUrl, type TargetAddress } from '@drayage/cratedb-writer';
import { UsageError } from '@drayage/terminal';

/** @throws UsageError where what `--to` says is no target. */
export function parseTargetFlag(url: string): TargetAddress {
  try {
    return parseTargetUrl(url);
  } catch (error) {
    const remedy: unknown = error instanceof Error ? Reflect.get(error, 'remedy') : undefined;
    throw new UsageError(
      `--to: ${error instanceof Error ? error.message : 'not a target URL'}`,
      typeof remedy === 'string' ? remedy : '',
    );
  }
}
