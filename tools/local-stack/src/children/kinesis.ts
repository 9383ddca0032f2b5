/** The embedded stream: `kinesis-local`, bound to loopback on a port that the system chooses. */
import { createRequire } from 'node:module';
import { Server } from 'node:net';
import { dirname } from 'node:path';
import { followParent, reportReady } from '../process/follow-parent.ts';

// Bound now: `kinesis-local` puts an exit of its own in its place, which waits for what never ends.
const exit = process.exit.bind(process, 0);
followParent(() => exit());

/** Stand for its two ports in its settings; the real ones are chosen by the system when it listens. */
const PLAIN_PORT = 1;
const TLS_PORT = 2;

/**
 * `kinesis-local` calls `listen(port, done)`, so that it can be reached on every interface, and has no setting for it. A demo
 * is nobody else's business.
 */
function bindToLoopback(): void {
  const listen = Reflect.get(Server.prototype, 'listen') as (this: Server, options: object, done: unknown) => Server;
  Reflect.set(Server.prototype, 'listen', function (this: Server, port: unknown, done: unknown) {
    this.once('listening', () => {
      const address = this.address();
      if (port === PLAIN_PORT && typeof address === 'object') reportReady(address?.port);
    });
    return listen.call(this, { host: '127.0.0.1', port: 0 }, done);
  });
}

const require = createRequire(import.meta.url);
const program = require.resolve('kinesis-local/main.js');
// It reads its certificate from the working directory.
process.chdir(dirname(program));
process.env['KINESIS_MOCK_PLAIN_PORT'] = String(PLAIN_PORT);
process.env['KINESIS_MOCK_TLS_PORT'] = String(TLS_PORT);
process.env['LOG_LEVEL'] = 'ERROR';
process.env['CREATE_STREAM_DURATION'] = '10ms';
bindToLoopback();
require(program);
