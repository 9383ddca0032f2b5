import { expect, it } from 'vitest';
import { deadLetterId } from '../letters/dead-letter.js';
import { readLetter } from '../letters/letter-json.js';
import { deadLetter, memoryLetters } from '../testing/dead-letter.js';
import { createS3DeadLetterStore, type ObjectPort } from './s3-dead-letter-store.js';
import { createSqsDeadLetterStore, type QueuePort } from './sqs-dead-letter-store.js';

const now = (): number => Date.parse('2026-05-01T00:00:00Z');
const pipeline = 'shop changes';

function fakeBucket(): ObjectPort & { readonly objects: Map<string, string> } {
  const objects = new Map<string, string>();
  return {
    bucket: 'letters',
    objects,
    putObject: ({ key, body }) => {
      objects.set(key, body);
      return Promise.resolve();
    },
  };
}

type Message = Parameters<QueuePort['sendMessage']>[0];

function fakeQueue(): QueuePort & { readonly sent: Message[] } {
  const sent: Message[] = [];
  return {
    queue: 'dead',
    sent,
    sendMessage: (message) => {
      sent.push(message);
      return Promise.resolve();
    },
  };
}

it('keeps a letter whole in S3 under its table and day, and without its payload in memory', async () => {
  const objects = fakeBucket();
  const memory = memoryLetters();
  const store = createS3DeadLetterStore({ objects, prefix: 'dead', pipeline, memory, now });
  const letter = deadLetter({ table: { schema: '', table: 'a/b ü' } });
  await store.put([letter]);
  await store.put([{ ...letter, code: 'parked' }]);
  const id = deadLetterId(pipeline, letter.position);
  const key = `dead/shop%20changes/_/a%2Fb%20%C3%BC/2026/01/01/${id}.json`;
  expect([...objects.objects.keys()]).toEqual([key]);
  expect(readLetter(JSON.parse(objects.objects.get(key)!))).toMatchObject({
    pipeline,
    letter: { id, code: 'parked', payload: letter.payload },
  });
  expect(memory.stored[0]).toEqual({ ...letter, payload: `s3://letters/${key}` });
  expect(await store.countOpen()).toMatchObject([{ open: 2 }]);
});

it.each([
  ['the day of its arrival', 1_750_000_000_000, '2025/06/15'],
  ['undated', undefined, 'undated'],
])('puts a letter without a time under %s', async (_, arrivalTimeMs, day) => {
  const objects = fakeBucket();
  const letter = deadLetter({ timeMicros: null, table: undefined });
  await createS3DeadLetterStore({ objects, prefix: '', pipeline: 'p', memory: memoryLetters(), now }).put([
    { ...letter, position: { ...letter.position, arrivalTimeMs } },
  ]);
  expect([...objects.objects.keys()]).toEqual([`p/_/_/${day}/${deadLetterId('p', letter.position)}.json`]);
});

it('sends a letter to SQS as its JSON, with attributes to filter by', async () => {
  const messages = fakeQueue();
  const memory = memoryLetters();
  const letter = deadLetter();
  await createSqsDeadLetterStore({ messages, pipeline, memory, now }).put([letter]);
  expect(messages.sent).toHaveLength(1);
  expect(messages.sent[0]?.attributes).toEqual({ pipeline, code: 'value-not-castable', table: 'shop.orders' });
  expect(readLetter(JSON.parse(messages.sent[0]!.body))).toMatchObject({ letter: { payload: letter.payload } });
  expect(memory.stored).toEqual([{ ...letter, payload: `sqs://dead/${deadLetterId(pipeline, letter.position)}` }]);
});

it('sends what just fits, attributes counted, and never cuts what does not', async () => {
  const size = ({ body, attributes }: Message): number =>
    Object.entries(attributes).reduce(
      (sum, [name, value]) => sum + name.length + 'String'.length + value.length,
      Buffer.byteLength(body),
    );
  const messages = fakeQueue();
  const memory = memoryLetters();
  const objects = fakeBucket();
  const letter = deadLetter({ payload: 'ä'.repeat(1_000) });
  await createSqsDeadLetterStore({ messages, pipeline, memory, now }).put([letter]);
  const exact = size(messages.sent[0]!);
  const bounded = (maxMessageBytes: number, overflow?: { objects: ObjectPort; prefix: string }) =>
    createSqsDeadLetterStore({ messages, overflow, pipeline, memory, now, maxMessageBytes }).put([letter]);
  await bounded(exact);
  expect(messages.sent).toHaveLength(2);
  await bounded(exact - 1);
  await bounded(exact - 1, { objects, prefix: 'large' });
  expect(messages.sent).toHaveLength(2);
  expect(memory.stored[2]).toEqual(letter);
  expect(memory.stored[3]?.payload).toMatch(/^s3:\/\/letters\/large\//u);
  expect(readLetter(JSON.parse([...objects.objects.values()][0]!))).toMatchObject({
    letter: { payload: letter.payload },
  });
});

it('refuses at 262,144 bytes where nobody says what the queue takes', async () => {
  const messages = fakeQueue();
  const memory = memoryLetters();
  await createSqsDeadLetterStore({ messages, pipeline, memory, now }).put([
    deadLetter({ payload: 'x'.repeat(262_144) }),
  ]);
  expect(messages.sent).toEqual([]);
  expect(memory.stored[0]?.payload).toHaveLength(262_144);
});

it('stores nothing in memory of what could not be sent, and asks to try again', async () => {
  const memory = memoryLetters();
  const letters = Array.from({ length: 40 }, () => deadLetter());
  const refusing = { ...fakeBucket(), putObject: () => Promise.reject(new Error('AccessDenied')) };
  await expect(
    createS3DeadLetterStore({ objects: refusing, prefix: '', pipeline, memory, now }).put(letters),
  ).rejects.toMatchObject({
    code: 'letters-not-stored',
    reaction: 'retry',
    message: 'Dead letters cannot be sent to s3://letters: AccessDenied',
  });
  expect(memory.stored).toEqual([]);
});
