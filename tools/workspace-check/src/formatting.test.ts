import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { root } from './workspaces.ts';

/** Everything but what .prettierignore names. @returns the files that `npm run format` would change. */
async function unformatted(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['node_modules/prettier/bin/prettier.cjs', '--list-different', '.'],
      { cwd: root },
    );
    return stdout;
  } catch (error) {
    // 1: there are some. Anything else is a failure of prettier itself.
    if (error instanceof Error && Reflect.get(error, 'code') === 1) return String(Reflect.get(error, 'stdout'));
    throw error;
  }
}

it('everything is as prettier writes it', { timeout: 180_000 }, async () => {
  expect(await unformatted()).toBe('');
});
