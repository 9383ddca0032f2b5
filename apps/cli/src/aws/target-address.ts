import { readSecret, type OwnedAwsClients } from '@drayage/aws-ops';
import type { DrayageConfig } from '@drayage/config';
import { parseTargetUrl, type TargetAddress } from '@drayage/cratedb-writer';
import { targetUrlFromSecret } from '@drayage/sink-shell';
import { UsageError } from '@drayage/terminal';
import type { CliEnvironment } from '../cli-environment.js';
import { type ConfigFlags, withClients } from './open-aws.js';

/** The target that the configuration names, or that is in the secret that it names. @throws UsageError where it names none. */
export async function targetAddressOf(clients: OwnedAwsClients, { target }: DrayageConfig): Promise<TargetAddress> {
  if (target.url !== undefined) return parseTargetUrl(target.url);
  if (target.urlSecretArn !== undefined)
    return parseTargetUrl(targetUrlFromSecret(await readSecret(clients, target.urlSecretArn)));
  throw new UsageError('No target is named.', 'Give --to URL, SINK_URL, or target.url in the configuration file.');
}

/** The same for a command that has no other business with AWS: clients are opened only where the target is in a secret. */
export function targetAddressFor(
  config: DrayageConfig,
  flags: ConfigFlags,
  environment: CliEnvironment,
): Promise<TargetAddress> {
  if (config.target.url !== undefined) return Promise.resolve(parseTargetUrl(config.target.url));
  return withClients(config, flags, environment, (clients) => targetAddressOf(clients, config));
}
