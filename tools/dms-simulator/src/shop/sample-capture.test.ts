import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { sampleCapture } from './sample-capture.ts';

it('is what examples/shop.ndjson has', async () => {
  const published = await readFile(new URL('../../../../examples/shop.ndjson', import.meta.url), 'utf8');
  expect(published === sampleCapture(), 'run: npm -w @drayage/dms-simulator run sample').toBe(true);
});
