import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

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
}

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
const READY = /waiting for connections/i;

/** The words of the tunnel, as the AWS CLI takes them. */
export function tunnelArguments({ bastionId, host, port }: TunnelOptions, localPort: number): readonly string[] {
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

/** Opens a tunnel through AWS Systems Manager by the AWS CLI. @throws TunnelError */
export async function openTunnel(options: TunnelOptions): Promise<Tunnel> {
  const port = await freePort();
  const child = spawn('aws', [...tunnelArguments(options, port)], {
    env: { ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('it did not open within a minute')), OPEN_TIMEOUT_MS);
      const listen = (text: string): void => {
        said = (said + text).slice(-500);
        if (READY.test(said)) resolve();
      };
      child.stdout.setEncoding('utf8').on('data', listen);
      child.stderr.setEncoding('utf8').on('data', listen);
      child.once('error', reject);
      child.once('close', () => reject(new Error(said.trim())));
      void once(child, 'close').then(
        () => clearTimeout(timer),
        () => clearTimeout(timer),
      );
    });
  } catch (cause) {
    child.kill();
    throw new TunnelError(cause instanceof Error ? cause.message : '', cause);
  }
  return {
    port,
    close: async () => {
      const closed = once(child, 'close');
      child.kill('SIGINT');
      await closed;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
