import type { OwnedAwsClients } from '@drayage/aws-ops';
import type { DrayageConfig } from '@drayage/config';
import { parseTargetUrl, type TargetAddress } from '@drayage/cratedb-writer';
import { UsageError } from '../usage-error.js';

/** The target that the configuration names, or the secret that it names. @throws UsageError where it names none. */
export function targetAddressOf(_clients: OwnedAwsClients, { target }: DrayageConfig): Promise<TargetAddress> {
  if (target.url !== undefined) return Promise.resolve(parseTargetUrl(target.url));
  throw new UsageError('No target is named.', 'Give --to URL, SINK_URL, or target.url in the configuration file.');
}
