import { expect, it } from 'vitest';
import { readArea } from './read-area.js';

const { signal } = new AbortController();

it('ends what a server says like a sentence, and says what to do after it', async () => {
  const failed = (message: string) => () => Promise.reject(Object.assign(new Error(message), { remedy: 'Do this.' }));
  expect(await readArea(signal, failed('AWS denies: no such right'))).toMatchObject({
    known: false,
    why: 'AWS denies: no such right. Do this.',
  });
  expect(await readArea(signal, failed('It is gone.'))).toMatchObject({ why: 'It is gone. Do this.' });
});
