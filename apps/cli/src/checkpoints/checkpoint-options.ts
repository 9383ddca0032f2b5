import type { Command } from 'commander';
import { UsageError } from '@drayage/terminal';
import { openTarget } from '../aws/open-target.js';
import type { SinkDatabase } from '@drayage/cratedb-writer';
import type { DrayageConfig } from '@drayage/config';
import type { OwnedAwsClients } from '@drayage/aws-ops';
import { withAwsOptions, type AwsFlags } from '../aws/aws-flags.js';
import { withAws } from '../aws/open-aws.js';
import { targetAddressOf } from '../aws/target-address.js';
import type { CliEnvironment } from '../cli-environment.js';

export interface OpenedCheckpoints {
  readonly clients: OwnedAwsClients;
  readonly config: DrayageConfig;
  readonly database: SinkDatabase;
  readonly pipeline: string;
}

export function withCheckpointOptions(command: Command): Command {
  return withAwsOptions(command, ['to', 'pipeline', 'stream']);
}

/** Opens the target in which the checkpoints are. @throws UsageError where neither a pipeline nor its stream is named. */
export async function withCheckpoints<T>(
  flags: AwsFlags,
  environment: CliEnvironment,
  work: (opened: OpenedCheckpoints) => Promise<T>,
): Promise<T> {
  return withAws(flags, environment, async ({ clients, config }) => {
    const { pipeline } = config;
    if (pipeline === '')
      throw new UsageError(
        'No pipeline is named.',
        'Give --pipeline NAME, PIPELINE, or the stream by which it is called.',
      );
    const database = await openTarget(
      {
        address: await targetAddressOf(clients, config),
        lanes: 1,
        applicationName: 'dray checkpoints',
      },
      environment.signal,
    );
    try {
      return await work({ clients, config, database, pipeline });
    } finally {
      await database.close();
    }
  });
}
