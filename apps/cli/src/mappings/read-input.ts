import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '@drayage/terminal';
import type { CliEnvironment } from '../cli-environment.js';

/** A file, or standard input for `-`. @throws UsageError */
export async function readInput(name: string, { stdin, cwd }: CliEnvironment): Promise<string> {
  if (name !== '-') {
    try {
      return await readFile(resolve(cwd, name), 'utf8');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      throw new UsageError(`${name} cannot be read (${code}).`, 'Name a file, or - for standard input.');
    }
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
