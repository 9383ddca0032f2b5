import { expect, it } from 'vitest';

import { targetUrlFromSecret } from './target-url-from-secret.js';

it.each([
  ['plain text', ' crate://u:p@h/doc\n', 'crate://u:p@h/doc'],
  ['JSON with url', '{"url":"crate://u:p@h/doc"}', 'crate://u:p@h/doc'],
  ['JSON with SINK_URL', '{"SINK_URL":"crate://u:p@h/doc"}', 'crate://u:p@h/doc'],
  [
    'JSON with parts',
    '{"username":"u","password":"p/@:#","host":"h"}',
    'crate://u:p%2F%40%3A%23@h/doc?pgport=5432&ssl=true',
  ],
  [
    'all parts',
    '{"username":"u","password":"p","host":"h","port":5433,"schema":"s","ssl":false}',
    'crate://u:p@h/s?pgport=5433',
  ],
])('understands %s', (_, secret, url) => {
  expect(targetUrlFromSecret(secret)).toBe(url);
});

it.each(['{"hunter2', '{"password":"hunter2"}', '{}'])('refuses %s without repeating it', (secret) => {
  let error: unknown;
  try {
    targetUrlFromSecret(secret);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({ code: 'secret-unusable', remedy: expect.stringContaining('Store the URL') as string });
  expect(String(error)).not.toContain('hunter2');
});
