import { expect, it } from 'vitest';

import { createLogger } from './create-logger.js';

function capture() {
  const lines: string[] = [];
  const logger = createLogger({
    service: 'drayage-sink',
    level: 'info',
    pipeline: 'orders',
    version: '1.0.0',
    destination: { write: (line) => lines.push(line) },
  });
  return { logger, lines };
}

it('writes JSON with level, time, pipeline and version', () => {
  const { logger, lines } = capture();
  logger.info('hello');
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    service: 'drayage-sink',
    pipeline: 'orders',
    version: '1.0.0',
    msg: 'hello',
  });
});

it.each([
  'crate://crate:hunter2@db/doc',
  'postgresql://a:hunter2@db',
  'crate://:hunter2@db',
  'crate://u:hunter2/@x@db',
  'http://u:hunter2@proxy',
])('hides the password in %s, wherever it stands', (url) => {
  const { logger, lines } = capture();
  logger.info({ target: url, nested: { url } }, `connecting to ${url}`);
  logger.error({ err: new Error(`cannot reach ${url}`) });
  expect(lines.join('')).not.toContain('hunter2');
  expect(() => lines.map((line) => JSON.parse(line) as unknown)).not.toThrow();
});

it('logs code and remedy of an error, but not its cause, which may quote row values', () => {
  const { logger, lines } = capture();
  const cause = Object.assign(new Error('Key (email)=(jane@example.com) already exists'), {
    detail: 'jane@example.com',
    code: '23505',
  });
  const failure = new Error('The statement failed.', { cause });
  logger.error({ err: Object.assign(failure, { code: 'statement-failed', remedy: 'Look at it.' }) });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    err: { code: 'statement-failed', message: 'The statement failed.', remedy: 'Look at it.' },
  });
  expect(lines[0]).not.toContain('jane');
});
