import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** A way to a host that only the bastion can reach. */
export interface Tunnel {
  /** On this machine. */
  readonly port: number;
  close(): Promise<void>;
}

export interface TunnelOptions {
  readonly bastionId: string;
  readonly host: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Gives up waiting. */
  readonly signal: AbortSignal;
}

type TunnelProgram = ChildProcessByStdio<null, Readable, Readable>;

/** The tunnel could not be opened: what stands in the way is on this machine, or a permission. */
export class TunnelError extends Error {
  readonly code = 'no-tunnel';
  readonly remedy =
    'Install the AWS CLI and its Session Manager plugin, and allow ssm:StartSession on the bastion. Or prepare the source from a place that reaches it (dray source prepare), and deploy with --no-prepare.';

  constructor(said: string, cause?: unknown) {
    super(`No tunnel to the database could be opened${said === '' ? '' : `: ${said}`}.`, { cause });
    this.name = 'TunnelError';
  }
}

const OPEN_TIMEOUT_MS = 60_000;
const CLOSE_TIMEOUT_MS = 5_000;
const READY = /waiting for connections/i;

/** The words of the tunnel, as the AWS CLI takes them. */
function tunnelArguments(
  { bastionId, host, port }: Omit<TunnelOptions, 'env' | 'signal'>,
  localPort: number,
): readonly string[] {
  const parameters = JSON.stringify({ host: [host], portNumber: [String(port)], localPortNumber: [String(localPort)] });
  return [
    'ssm',
    'start-session',
    '--target',
    bastionId,
    '--document-name',
    'AWS-StartPortForwardingSessionToRemoteHost',
    '--parameters',
    parameters,
  ];
}

/**
 * Opens a tunnel through AWS Systems Manager by the AWS CLI. The plugin, which it starts, is a process of its own and the
 * CLI takes no interruption while that runs: both are one group, and end together.
 *
 * @throws TunnelError, or what the signal was aborted with
 */
export async function openTunnel(options: TunnelOptions): Promise<Tunnel> {
  const port = await freePort();
  const child = spawn('aws', [...tunnelArguments(options, port)], {
    env: { ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = once(child, 'exit').then(
    () => undefined,
    () => undefined,
  );
  // Nobody else would end a group of its own.
  const atExit = (): void => signalGroup(child, 'SIGKILL');
  process.once('exit', atExit);
  const close = async (): Promise<void> => {
    process.off('exit', atExit);
    await endGroup(child, ended);
  };
  try {
    await waitUntilReady(child, options);
  } catch (cause) {
    await close();
    options.signal.throwIfAborted();
    throw new TunnelError(cause instanceof Error ? cause.message : '', cause);
  }
  return { port, close };
}

function waitUntilReady(child: TunnelProgram, { signal }: Pick<TunnelOptions, 'signal'>): Promise<void> {
  let said = '';
  return new Promise<void>((resolve, reject) => {
    const settle = (error?: unknown): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error('it was given up', { cause: error }));
    };
    const abort = (): void => settle(signal.reason);
    const timer = setTimeout(() => settle(new Error('it did not open within a minute')), OPEN_TIMEOUT_MS);
    const listen = (text: string): void => {
      said = (said + text).slice(-500);
      if (READY.test(said)) settle();
    };
    child.stdout.setEncoding('utf8').on('data', listen);
    child.stderr.setEncoding('utf8').on('data', listen);
    child.once('error', settle);
    child.once('close', () => settle(new Error(said.trim())));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}

/** Asks the whole group to end, and ends it where it does not. */
async function endGroup(child: TunnelProgram, ended: Promise<void>): Promise<void> {
  signalGroup(child, 'SIGTERM');
  child.stdout.destroy();
  child.stderr.destroy();
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const patience = new AbortController();
  const late = sleep(CLOSE_TIMEOUT_MS, 'late', { signal: patience.signal }).catch(() => 'ended');
  if ((await Promise.race([ended, late])) === 'late') {
    signalGroup(child, 'SIGKILL');
    await ended;
  }
  patience.abort();
}

/** A group outlives its first process: the plugin is still in it when the CLI has ended. */
function signalGroup({ pid }: TunnelProgram, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // All of it has ended.
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
