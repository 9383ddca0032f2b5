import { writeFile } from 'node:fs/promises';

import { sampleCapture } from '../src/shop/sample-capture.ts';

await writeFile(new URL('../../../examples/shop.ndjson', import.meta.url), sampleCapture());
