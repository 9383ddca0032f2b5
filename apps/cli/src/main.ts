#!/usr/bin/env node
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { abortOnSignals, EXIT_CODES } from '@drayage/terminal';
import { runCli } from './run-cli.js';

// Which Node.js it runs on is this package's to say, and not a warning of a dependency at each command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const signal = abortOnSignals({ process, now: () => performance.now() });
// A reader that closed the pipe, such as `head`, has what it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT_CODES.done);
});

const code = await runCli(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal,
  now: Date.now,
  pause: (ms) => delay(ms, undefined, { signal }),
  createAwsClients: async (options) => (await import('./aws/create-clients.js')).createAwsClients(options),
});
process.exitCode = code;
// Connections to what does not answer would hold the program until they time out. First what was written has to be out.
if (signal.aborted) process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
