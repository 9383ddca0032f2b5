import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder for captures. */
export interface CaptureFolder {
  readonly path: string;
  /** Writes lines, or a whole content, and answers the path. */
  write(name: string, content: readonly string[] | string | Buffer): Promise<string>;
  remove(): Promise<void>;
}

export async function makeCaptureFolder(): Promise<CaptureFolder> {
  const path = await mkdtemp(join(tmpdir(), 'dray-test-'));
  return {
    path,
    write: async (name, content) => {
      const file = join(path, name);
      const isLines = typeof content !== 'string' && !Buffer.isBuffer(content);
      await writeFile(file, isLines ? content.map((line) => `${line}\n`).join('') : content);
      return file;
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
