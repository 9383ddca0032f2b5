import { readFile, writeFile } from 'node:fs/promises';

import { renderPage, renderSchema } from './published-files.js';

const schemaFile = new URL('../drayage.schema.json', import.meta.url);
const pageFile = new URL('../../../docs/20-configuration.md', import.meta.url);

await writeFile(schemaFile, renderSchema());
await writeFile(pageFile, renderPage(await readFile(pageFile, 'utf8')));
