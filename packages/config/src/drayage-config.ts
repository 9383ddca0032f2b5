import type { WritePolicy } from '@drayage/cratedb-writer';

import type { ResolvedFile } from './schema/config-schema.js';

/** A checked configuration, complete with defaults. */
export interface DrayageConfig {
  readonly pipeline: string;
  /** `url` is a secret. Where there is `secretArn` too, `url` is for the commands and the secret for AWS DMS. */
  readonly source: Readonly<ResolvedFile['source']>;
  readonly tables: Readonly<ResolvedFile['tables']>;
  /** What the deployer makes, and how. The programs that it deploys take no notice of it. */
  readonly demo: Readonly<ResolvedFile['demo']>;
  readonly replication: Readonly<ResolvedFile['replication']>;
  readonly stream: Readonly<ResolvedFile['stream']>;
  readonly sink: Readonly<ResolvedFile['sink']>;
  readonly network: Readonly<ResolvedFile['network']>;
  readonly roles: Readonly<ResolvedFile['roles']>;
  readonly alarms: Readonly<ResolvedFile['alarms']>;
  readonly deployment: Readonly<ResolvedFile['deployment']>;
  /** `url` is a secret. Of `url` and `urlSecretArn` there is exactly one where the target is required. */
  readonly target: Readonly<ResolvedFile['target']>;
  readonly kinesis: Readonly<ResolvedFile['kinesis']>;
  readonly write: WritePolicy;
  readonly errors: Readonly<ResolvedFile['errors']>;
  readonly http: Readonly<ResolvedFile['http']>;
  readonly lambda: Readonly<ResolvedFile['lambda']>;
  readonly log: Readonly<ResolvedFile['log']>;
  readonly aws: Readonly<ResolvedFile['aws']>;
}
