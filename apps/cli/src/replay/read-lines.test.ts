import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCaptureFolder, type CaptureFolder } from '../testing/capture-folder.js';
import { readLineBatches, type LineBatch, type ReadLimits } from './read-lines.js';

const WIDE: ReadLimits = { maxLines: 1000, maxBytes: 1 << 30 };

let folder: CaptureFolder;
beforeAll(async () => {
  folder = await makeCaptureFolder();
});
afterAll(() => folder.remove());

async function batchesOf(content: string | Buffer, limits: ReadLimits = WIDE): Promise<readonly LineBatch[]> {
  const path = await folder.write('lines.ndjson', content);
  const batches: LineBatch[] = [];
  for await (const batch of readLineBatches({ path }, limits)) batches.push(batch);
  return batches;
}

async function linesOf(
  content: string | Buffer,
  limits: ReadLimits = WIDE,
): Promise<readonly (readonly [number, string])[]> {
  const batches = await batchesOf(content, limits);
  return batches.flatMap(({ lines }) => lines.map(({ number, text }) => [number, text.toString()] as const));
}

describe('readLineBatches', () => {
  it('numbers lines from 1 and reads the last one without a newline', async () => {
    expect(await linesOf('a\nb\nc')).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ]);
  });

  it('passes blank lines over and counts them in the numbers', async () => {
    expect(await linesOf('a\n\n  \t \n\r\nb\r\n\n')).toEqual([
      [1, 'a'],
      [5, 'b\r'],
    ]);
  });

  it('drops a byte order mark at the beginning, and only there', async () => {
    expect(await linesOf('\uFEFFa\n\uFEFFb')).toEqual([
      [1, 'a'],
      [2, '\uFEFFb'],
    ]);
    expect(await linesOf('\uFEFF\na')).toEqual([[2, 'a']]);
  });

  it.each(['', '\n', '\n\n \n', '\uFEFF'])('finds nothing in %j', async (content) => {
    expect(await batchesOf(content)).toEqual([]);
  });

  it('puts lines together that span the chunks of the file', async () => {
    const long = 'x'.repeat(3 * 1024 * 1024);
    expect(await linesOf(`a\n${long}\nb\n`)).toEqual([
      [1, 'a'],
      [2, long],
      [3, 'b'],
    ]);
  });

  it('keeps only the beginning of a line over the limit, and reads on', async () => {
    const [batch] = await batchesOf(`${'x'.repeat(20_000)}\n${'y'.repeat(10_000)}\nz`, {
      ...WIDE,
      maxLineBytes: 10_000,
    });
    expect(batch?.lines.map(({ number, text, cut }) => [number, text.length, cut])).toEqual([
      [1, 4096, true],
      [2, 10_000, false],
      [3, 1, false],
    ]);
  });

  it('ends a batch at its number of lines and at its bytes', async () => {
    const sizes = async (limits: ReadLimits): Promise<readonly number[]> =>
      (await batchesOf('aaaa\nbbbb\ncccc\ndddd\neeee\n', limits)).map(({ lines }) => lines.length);
    expect(await sizes({ maxLines: 2, maxBytes: 1000 })).toEqual([2, 2, 1]);
    expect(await sizes({ maxLines: 100, maxBytes: 12 })).toEqual([3, 2]);
  });

  it.each(['a\n\nb\r\nccc', 'a\nb\n', `\uFEFF\n${'x'.repeat(30_000)}\na`])(
    'accounts for every byte of the file',
    async (content) => {
      const batches = await batchesOf(content, { maxLines: 1, maxBytes: 1000, maxLineBytes: 100 });
      expect(batches.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(Buffer.byteLength(content));
    },
  );
});
