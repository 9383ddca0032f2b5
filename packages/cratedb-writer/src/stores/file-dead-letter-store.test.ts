import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { deadLetterId } from '../letters/dead-letter.js';
import { deadLetter } from '../testing/dead-letter.js';
import { openFileDeadLetterStore, type FileDeadLetterStore } from './file-dead-letter-store.js';

const NOW = '2026-05-01T00:00:00.000Z';
const opened: FileDeadLetterStore[] = [];
let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'letters-'));
  path = join(folder, 'letters.ndjson');
});
afterEach(async () => {
  for (const file of opened.splice(0)) await file.close();
  await rm(folder, { recursive: true });
});

async function openFile(pipeline = 'orders', now = NOW): Promise<FileDeadLetterStore> {
  const file = await openFileDeadLetterStore(path, pipeline, () => Date.parse(now));
  opened.push(file);
  return file;
}

const lines = async (): Promise<readonly Record<string, unknown>[]> =>
  (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

it('keeps a letter whole, as one line of JSON, for whoever opens the file next', async () => {
  const letter = deadLetter({ payload: 'line\nend ä😀\uFFFE', movedFrom: '{"id":2}', column: undefined });
  await (await openFile()).store.put([letter]);
  expect(await lines()).toEqual([
    {
      id: deadLetterId('orders', letter.position),
      pipeline: 'orders',
      state: 'open',
      table: { schema: 'shop', table: 'orders' },
      key: '{"id":1}',
      movedFrom: '{"id":2}',
      operation: 'update',
      code: 'value-not-castable',
      column: null,
      message: letter.message,
      remedy: letter.remedy,
      payload: letter.payload,
      position: letter.position,
      time: 1_767_225_600_000_001,
      attempts: 1,
      firstAt: NOW,
      lastAt: NOW,
    },
  ]);
  const next = await openFile();
  expect(next.letters()).toEqual([
    { ...letter, id: deadLetterId('orders', letter.position), state: 'open', attempts: 1, firstAt: NOW, lastAt: NOW },
  ]);
  expect(await next.store.openLetters({ schema: 'shop', table: 'orders' })).toMatchObject([
    { key: '{"id":1}', movedFrom: '{"id":2}' },
  ]);
});

it('never has one id open twice: another attempt is a line of what is new', async () => {
  const letter = deadLetter();
  await (await openFile()).store.put([letter, letter]);
  const later = await openFile('orders', '2026-05-02T00:00:00.000Z');
  await later.store.put([{ ...letter, code: 'parked', column: undefined }]);
  expect((await lines()).filter(({ state }) => state === 'open')).toHaveLength(1);
  for (const file of [later, await openFile()]) {
    expect(file.letters()).toMatchObject([
      {
        code: 'parked',
        column: undefined,
        attempts: 2,
        firstAt: NOW,
        lastAt: '2026-05-02T00:00:00.000Z',
        payload: letter.payload,
      },
    ]);
  }
});

it('closes letters, opens a retried one again, and leaves discarded and superseded ones', async () => {
  const letters = [deadLetter(), deadLetter(), deadLetter()];
  const { store } = await openFile();
  await store.put(letters);
  await store.close(
    (['discarded', 'superseded', 'retried'] as const).map((state, index) => ({
      position: letters[index]!.position,
      state,
    })),
  );
  await store.close([{ position: deadLetter().position, state: 'retried' }]);
  expect(await store.countOpen()).toEqual([]);
  await store.put(letters);
  const next = await openFile();
  expect(next.letters().map(({ state }) => state)).toEqual(['discarded', 'superseded', 'open']);
  expect(await next.store.countOpen()).toEqual([{ table: { schema: 'shop', table: 'orders' }, open: 1 }]);
});

it('counts by table, and keeps pipelines apart', async () => {
  const { store } = await openFile();
  await store.put([deadLetter(), deadLetter(), deadLetter({ table: undefined, key: null })]);
  await (await openFile('other')).store.put([deadLetter()]);
  const next = await openFile();
  expect(await next.store.countOpen()).toEqual([
    { table: { schema: 'shop', table: 'orders' }, open: 2 },
    { table: { schema: '', table: '' }, open: 1 },
  ]);
  expect(next.pipelines()).toEqual(['orders', 'other']);
});

it('drops a line that was being written when its process died, and goes on behind the last whole one', async () => {
  await (await openFile()).store.put([deadLetter()]);
  await appendFile(path, '{"id":"torn","state":"op');
  const file = await openFile();
  await file.store.put([deadLetter()]);
  expect(file.letters()).toHaveLength(2);
  expect(await lines()).toHaveLength(2);
});

it('passes over lines that are no letters', async () => {
  await appendFile(path, '{"hello":"world"}\n\nnot json\n[1]\n{"id":"unknown","attempts":2}\n');
  expect((await openFile()).letters()).toEqual([]);
});

it('says that it cannot keep letters where the file cannot be written', async () => {
  await expect(openFileDeadLetterStore(join(folder, 'no', 'such'), 'orders', Date.now)).rejects.toMatchObject({
    code: 'letters-not-stored',
    reaction: 'retry',
    message: expect.stringContaining('ENOENT') as string,
  });
  const file = await openFileDeadLetterStore(path, 'orders', Date.now);
  await file.close();
  await expect(file.store.put([deadLetter()])).rejects.toMatchObject({ code: 'letters-not-stored' });
  expect(file.letters()).toEqual([]);
});
