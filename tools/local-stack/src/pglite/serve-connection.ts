import type { Socket } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';
import { readFrontendMessages, type FrontendMessage } from './read-frontend-messages.ts';
import type { SessionLock } from './session-lock.ts';

/** The messages after which the server answers ReadyForQuery: Sync, a simple query, a function call. */
const ENDS_TURN = new Set(['S', 'Q', 'F']);
const TERMINATE = 'X';
const SYNC = new Uint8Array([0x53, 0, 0, 0, 4]);

/**
 * Serves one client. PGlite has a single session; a client holds it from the first message of an exchange until
 * ReadyForQuery, and through a transaction. (`@electric-sql/pglite-socket` 0.2 lets go after each message, so that the
 * unnamed statement of one client can be overwritten by another's before it is executed.)
 *
 * What a client sets with `SET` holds for all of them; a request to cancel is not heard.
 */
export function serveConnection(socket: Socket, db: PGlite, lock: SessionLock): void {
  const reader = readFrontendMessages();
  let release: (() => void) | undefined;
  let work = Promise.resolve();

  async function execute(bytes: Uint8Array): Promise<void> {
    await db.execProtocolRawStream(bytes, {
      onRawData: (data) => {
        if (socket.writable) socket.write(Buffer.from(data));
      },
    });
  }

  async function answer(message: FrontendMessage): Promise<void> {
    if (socket.destroyed) return;
    if (message.kind === 'encryption-request') {
      socket.write('N');
      return;
    }
    if (message.kind === 'cancel-request' || (message.kind === 'message' && message.type === TERMINATE)) {
      socket.end();
      return;
    }
    release ??= await lock.acquire();
    await execute(message.bytes);
    const ended = message.kind === 'startup' || ENDS_TURN.has(message.type);
    if (ended && !db.isInTransaction()) letGo();
  }

  function letGo(): void {
    release?.();
    release = undefined;
  }

  /** Ends what a client left open: the exchange first, then the transaction. */
  async function cleanUp(): Promise<void> {
    if (release === undefined) return;
    await execute(SYNC);
    if (db.isInTransaction()) await db.exec('ROLLBACK');
  }

  socket.setNoDelay(true);
  socket.on('data', (chunk) => {
    for (const message of reader.push(chunk)) {
      work = work.then(() => answer(message)).catch(() => void socket.destroy());
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    work = work
      .then(cleanUp)
      .catch(() => undefined)
      .finally(letGo);
  });
}
