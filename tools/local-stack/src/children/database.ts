/** The embedded target: PostgreSQL in memory (PGlite), a process of its own so that it outlives reloads of the sink. */
import { PGlite } from '@electric-sql/pglite';
import { servePglite } from '../pglite/serve-pglite.ts';
import { followParent, reportReady } from '../process/follow-parent.ts';

followParent(() => process.exit(0));

const preferredPort = Number(process.argv[2] ?? 0);
const server = await servePglite(await PGlite.create(), preferredPort);
reportReady(server.port);
