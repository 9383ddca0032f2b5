import type { Client } from 'pg';
import type { QueryResult } from './format-table.ts';

/** Runs one statement with a client that is not connected yet, and closes it. Values come as the server's own text. */
export async function runQuery(client: Client, sql: string): Promise<QueryResult> {
  await client.connect();
  try {
    const { fields, rows } = await client.query<(string | null)[]>({
      text: sql,
      rowMode: 'array',
      types: { getTypeParser: () => (text: string) => text },
    });
    return { columns: fields.map(({ name }) => name), rows };
  } finally {
    await client.end();
  }
}
