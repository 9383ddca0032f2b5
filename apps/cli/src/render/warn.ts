import { printable } from '@drayage/terminal';
import type { CliEnvironment } from '../cli-environment.js';

/** Says on standard error what may be wrong and stops nothing. Names of tables and columns are other people's text. */
export function warn({ stderr }: Pick<CliEnvironment, 'stderr'>, text: string): void {
  stderr.write(`Warning: ${printable(text)}\n`);
}
