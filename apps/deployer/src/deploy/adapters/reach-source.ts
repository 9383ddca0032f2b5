import { type AwsClients, readSecret } from '@drayage/aws-ops';
import { addressFromSecret, parseSourceUrl, type SourceAddress } from '@drayage/source-database';
import type { PipelineSpec } from '../../pipeline/pipeline-spec.js';
import { openTunnel } from './source-tunnel.js';

export interface ReachSourceOptions {
  readonly spec: PipelineSpec;
  readonly clients: Pick<AwsClients, 'secrets'>;
  /** What the stacks tell, by name. */
  readonly outputs: () => Promise<Readonly<Record<string, string>>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Gives up waiting for a tunnel. */
  readonly signal: AbortSignal;
}

/** Nothing says where the source is, or who may log in. */
export class SourceUnknownError extends Error {
  readonly code = 'source-unknown';
  readonly remedy = 'Set source.url (SOURCE_URL), or source.secretArn.';

  constructor() {
    super('It is not said where the source is.');
    this.name = 'SourceUnknownError';
  }
}

type Reached = { readonly address: SourceAddress; readonly close: () => Promise<void> };

/**
 * The way to the source from here: the URL for commands, the secret of AWS DMS, or a tunnel to the demonstration's database where a
 * bastion stands before it. Whether one does is told by what is deployed: `demo.public` may say otherwise by now.
 */
export function reachSource({ spec, clients, outputs, env, signal }: ReachSourceOptions): () => Promise<Reached> {
  const { source, demo } = spec.config;
  const direct = (address: SourceAddress): Reached => ({ address, close: () => Promise.resolve() });
  return async () => {
    if (source.url !== undefined) return direct(parseSourceUrl(source.url));
    const told = source.mode === 'demo' ? await outputs() : {};
    const secretArn = told['DatabaseSecretArn'] ?? source.secretArn;
    if (secretArn === undefined) throw new SourceUnknownError();
    const database = source.mode === 'demo' ? demo.database : source.database;
    const { host, port } = source;
    const address = addressFromSecret(await readSecret(clients, secretArn), {
      engine: spec.engine,
      host,
      port,
      database,
    });
    const bastionId = told['BastionId'];
    if (bastionId === undefined) return direct(address);
    const tunnel = await openTunnel({
      bastionId,
      host: address.host,
      port: address.port,
      env,
      signal,
    });
    // The name in the certificate is the database's, not this machine's.
    return {
      address: { ...address, host: '127.0.0.1', port: tunnel.port, tls: 'encrypt' },
      close: () => tunnel.close(),
    };
  };
}
