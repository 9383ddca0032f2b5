import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { findPostgresBinaries, startPostgresServer, type PostgresServer } from '@drayage/testing';
import { openSource, parseSourceUrl, type SourceSession } from '@drayage/source-database';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TABLE } from '../../testing/spec.js';
import type { SourcePort } from '../ports.js';
import type { NamedSlot } from '../source-slots.js';
import type { SourceObjects } from '../step.js';
import { beginWait } from '../waiting.js';
import { sourceDatabase } from './source-database.js';

const ARN = 'arn:aws:dms:eu-central-1:123456789012:task:ABCDEFGHIJKLMNOPQRSTUVWX';
const OWN = 'abcdefghijklmnop_00016402_5acc7a1d';
const NAMED = 'taken_over';
const OTHER = 'zyxwvutsrqponmlk_00016402_5acc7a1d';
const AUDIT = ['awsdms_ddl_audit', 'awsdms_intercept_ddl'];

let server: PostgresServer;
let session: SourceSession;
beforeAll(async () => {
  server = await startPostgresServer();
  session = await openSource(parseSourceUrl(server.url));
  await session.query('CREATE TABLE public.orders (id bigint PRIMARY KEY)');
});
afterEach(async () => {
  for (const name of await slots()) {
    await session.query(
      'SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = $1 AND active',
      [name],
    );
    await expect.poll(() => isOpen(name)).toBe(false);
    await session.query('SELECT pg_drop_replication_slot($1)', [name]);
  }
});
afterAll(async () => {
  await session.close();
  await server.stop();
});

const makeSlot = (name: string): Promise<unknown> =>
  session.query("SELECT pg_create_logical_replication_slot($1, 'test_decoding')", [name]);
const slots = async (): Promise<readonly unknown[]> =>
  (await session.query('SELECT slot_name FROM pg_replication_slots ORDER BY 1')).map((row) => row['slot_name']);
const isOpen = async (name: unknown): Promise<unknown> =>
  (await session.query('SELECT active FROM pg_replication_slots WHERE slot_name = $1', [name]))[0]?.['active'];
const audit = async (): Promise<readonly unknown[]> =>
  (
    await session.query(
      `SELECT relname::text AS name FROM pg_class WHERE relname = 'awsdms_ddl_audit'
       UNION SELECT evtname::text FROM pg_event_trigger ORDER BY 1`,
    )
  ).map((row) => row['name']);

/** Somebody who holds a slot open, as AWS DMS does. */
async function readSlot(name: string): Promise<{ readonly close: () => Promise<void> }> {
  const program = join(await findPostgresBinaries(), 'pg_recvlogical');
  const args = ['--dbname', server.url, '--slot', name, '--start', '--no-loop', '--file', '-'];
  const reader: ChildProcess = spawn(program, args, { stdio: 'ignore' });
  const closed = once(reader, 'close');
  await expect.poll(() => isOpen(name), { timeout: 10_000 }).toBe(true);
  return {
    close: async () => {
      reader.kill('SIGKILL');
      await closed;
      await expect.poll(() => isOpen(name), { timeout: 10_000 }).toBe(false);
    },
  };
}

const of = (replicationArn: string | undefined, audit: boolean, slot?: NamedSlot): SourceObjects => ({
  replicationArn,
  audit,
  slot,
});

/** `looks`: told of each wait; resolves when the next look may be. */
function source(looks: () => Promise<void> = () => Promise.resolve()): SourcePort {
  let nowMs = 0;
  return sourceDatabase({
    tables: [TABLE],
    retentionHours: 168,
    reach: () => Promise.resolve({ address: parseSourceUrl(server.url), close: () => Promise.resolve() }),
    beginWait: () =>
      beginWait({
        now: () => nowMs,
        wait: (ms) => ((nowMs += ms), looks()),
        pauseMs: 1_000,
        timeoutMs: 5_000,
        onNews: () => undefined,
      }),
  });
}

describe('a source that is prepared', () => {
  it('has what AWS DMS needs, and is freed of it with the replication', async () => {
    const done = await source().prepare();
    expect(done.length).toBeGreaterThan(0);
    expect(await audit()).toEqual(AUDIT);
    await makeSlot(OWN);
    const told = await source().dropObjects(of(ARN, true));
    expect(await slots()).toEqual([]);
    expect(await audit()).toEqual([]);
    expect(told[0]).toBe(`Dropped the slot ${OWN}.`);
  });

  it('keeps the DDL audit objects while the slot of another replication is there, and says for whom', async () => {
    await source().prepare();
    await makeSlot(OWN);
    await makeSlot(OTHER);
    await makeSlot('debezium');
    const told = await source().dropObjects(of(ARN, true));
    expect(await slots()).toEqual(['debezium', OTHER]);
    expect(await audit()).toEqual(AUDIT);
    expect(told.join('\n')).toMatch(
      /Left the DDL audit objects: the slot zyxwvutsrqponmlk_.*DROP EVENT TRIGGER.*DROP TABLE/u,
    );
  });

  it('keeps them where the replication is not known, or only its slot is to go', async () => {
    await source().prepare();
    await makeSlot(OWN);
    expect((await source().dropObjects(of(undefined, true))).join()).toContain('Left the DDL audit objects');
    expect(await slots()).toEqual([OWN]);
    await source().dropObjects(of(ARN, false));
    expect({ slots: await slots(), audit: await audit() }).toEqual({ slots: [], audit: AUDIT });
  });
});

describe('a slot that is named for a replication', () => {
  it('goes with it, and the DDL audit objects as well: it is nobody else’s', async () => {
    await source().prepare();
    await makeSlot(OTHER);
    const told = await source().dropObjects(of(ARN, true, { name: OTHER, goes: true }));
    expect({ slots: await slots(), audit: await audit() }).toEqual({ slots: [], audit: [] });
    expect(told[0]).toBe(`Dropped the slot ${OTHER}.`);
  });

  it('stays where one is made anew, and that is said', async () => {
    await makeSlot(OWN);
    await makeSlot(NAMED);
    const told = await source().dropObjects(of(ARN, false, { name: NAMED, goes: false }));
    expect(await slots()).toEqual([NAMED]);
    expect(told).toEqual([
      `Dropped the slot ${OWN}.`,
      `Kept the slot ${NAMED}: replication.slotName names it, or did. When nobody reads it any more, it fills the disk: SELECT pg_drop_replication_slot('${NAMED}');`,
    ]);
  });
});

describe('a slot of its own that is still open', () => {
  it('is waited for, and dropped', async () => {
    await makeSlot(OWN);
    const reader = await readSlot(OWN);
    let looks = 0;
    const told = await source(async () => {
      looks += 1;
      if (looks === 2) await reader.close();
    }).dropObjects(of(ARN, false));
    expect(looks).toBe(2);
    expect(told).toEqual([`Dropped the slot ${OWN}.`]);
  });

  it('is not given up: nothing goes, and it is said how it is closed', async () => {
    await source().prepare();
    await makeSlot(OWN);
    const reader = await readSlot(OWN);
    try {
      await expect(source().dropObjects(of(ARN, true))).rejects.toMatchObject({
        code: 'slot-open',
        remedy: expect.stringMatching(/pg_terminate_backend.*--keep-source-objects/u) as unknown,
      });
      expect({ slots: await slots(), audit: await audit() }).toEqual({ slots: [OWN], audit: AUDIT });
    } finally {
      await reader.close();
    }
  });
});
