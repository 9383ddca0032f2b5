import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UsageError } from '@drayage/terminal';

/** A capture file that can be read twice: once for its hash, once for its lines. */
export interface CaptureFile {
  readonly path: string;
  readonly bytes: number;
  /** Hex, over the whole content. */
  readonly sha256: string;
  /** Removes what was set aside for it. */
  dispose(): Promise<void>;
}

/**
 * Opens a file, or sets standard input (`-`) aside in a temporary one.
 *
 * @throws UsageError for a file that cannot be read, or that is compressed.
 */
export async function openCapture(
  source: string,
  stdin: NodeJS.ReadableStream,
  signal: AbortSignal,
): Promise<CaptureFile> {
  if (source !== '-') return describeFile(source, signal, () => Promise.resolve());
  const directory = await mkdtemp(join(tmpdir(), 'dray-replay-'));
  const dispose = (): Promise<void> => rm(directory, { recursive: true, force: true });
  try {
    const path = join(directory, 'stdin.ndjson');
    await pipeline(stdin, createWriteStream(path), { signal });
    return await describeFile(path, signal, dispose);
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function describeFile(path: string, signal: AbortSignal, dispose: () => Promise<void>): Promise<CaptureFile> {
  try {
    const { size } = await stat(path);
    await refuseCompressed(path);
    const hash = createHash('sha256');
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, { signal });
    return { path, bytes: size, sha256: hash.digest('hex'), dispose };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `The file ${path} cannot be read: ${reason(error)}.`,
      'Give the path of an ndjson capture, or - for standard input.',
    );
  }
}

/** Each of its lines would become a dead letter. */
async function refuseCompressed(path: string): Promise<void> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    if (bytesRead < 2 || buffer[0] !== 0x1f || buffer[1] !== 0x8b) return;
  } finally {
    await file.close();
  }
  throw new UsageError(
    'The capture is compressed with gzip.',
    'Unpack it on the way: zcat FILE | dray replay - --to URL.',
  );
}

function reason(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (code === 'ENOENT') return 'it does not exist';
  if (code === 'EISDIR') return 'it is a directory';
  if (code === 'EACCES') return 'permission denied';
  return error instanceof Error ? error.message : String(error);
}
