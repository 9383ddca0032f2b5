import type { KnownDimensions, OwnedAwsClients } from '@drayage/aws-ops';
import type { DrayageConfig } from '@drayage/config';
import type { CliEnvironment } from '../cli-environment.js';

/** What a look needs. */
export interface StatusReading {
  readonly clients: OwnedAwsClients;
  readonly config: DrayageConfig;
  readonly environment: Pick<CliEnvironment, 'now' | 'signal'>;
  /** Of earlier looks. */
  readonly dimensions: KnownDimensions;
}
