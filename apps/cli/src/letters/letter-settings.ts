import type { TargetAddress, WritePolicy } from '@drayage/cratedb-writer';
import { type ConfigFlags, operatorConfig } from '../aws/open-aws.js';
import { targetAddressFor } from '../aws/target-address.js';
import type { CliEnvironment } from '../cli-environment.js';

export interface LetterSettings {
  readonly address: TargetAddress;
  readonly pipeline: string;
  readonly policy: WritePolicy;
  readonly suspendAfter: number;
  readonly beforeImageField: string;
}

/**
 * Where letters are and how they are applied: as the pipeline's own sink is configured, flags first.
 *
 * @throws UsageError with every mistake there is.
 */
export async function letterSettings(flags: ConfigFlags, environment: CliEnvironment): Promise<LetterSettings> {
  const config = await operatorConfig(flags, environment, 'target-and-pipeline');
  const { pipeline, write, errors, kinesis } = config;
  return {
    address: await targetAddressFor(config, flags, environment),
    pipeline,
    policy: write,
    suspendAfter: errors.suspendAfter,
    beforeImageField: kinesis.beforeImageField,
  };
}
