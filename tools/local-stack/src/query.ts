/** `npm run -s query -- "select …"`: asks the target of the running demo, and prints a table. */
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { formatTable } from './query/format-table.ts';
import { runQuery } from './query/run-query.ts';
import { readStackFile, STACK_FILE } from './serve/stack-file.ts';

const [sql] = process.argv.slice(2);
if (sql === undefined) fail('Usage: npm run -s query -- "select count(*) from shop.orders"', 2);
const stack = await readStackFile(fileURLToPath(new URL(`../../../${STACK_FILE}`, import.meta.url)));
if (stack === undefined) fail('No demo is running here. Start one with: npx nx serve sink', 1);

const client = new Client({ connectionString: stack.databaseUrl });
try {
  process.stdout.write(`${formatTable(await runQuery(client, sql))}\n`);
} catch (error) {
  const refused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
  fail(refused ? 'The demo has ended. Start one with: npx nx serve sink' : String(error), 1);
}

function fail(message: string, code: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
