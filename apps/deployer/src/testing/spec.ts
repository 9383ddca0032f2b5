import type { DrayageConfig } from '@drayage/config';
import { loadConfig } from '@drayage/config';
import { fileURLToPath } from 'node:url';
import type { PipelineSpec, ReplicatedTable, SourceEngine } from '../pipeline/pipeline-spec.js';

type Values = Readonly<Record<string, unknown>>;

const TARGET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:cratedb-AbCdEf';

/** What any pipeline here is, unless a test says otherwise. */
const BASE: Values = {
  pipeline: 'shop',
  source: { mode: 'demo', engine: 'postgresql' },
  target: { urlSecretArn: TARGET },
};

/** Sections over those of a source that is there. */
export const EXISTING_SOURCE: Values = {
  engine: 'postgresql',
  mode: 'existing',
  database: 'shop',
  secretArn: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:source-AbCdEf',
  vpcId: 'vpc-0a1b2c3d4e5f60718',
  subnetIds: ['subnet-0a1b2c3d4e5f60711', 'subnet-0a1b2c3d4e5f60712'],
  securityGroupIds: ['sg-0a1b2c3d4e5f60718'],
};

export const TABLE: ReplicatedTable = { schema: 'public', name: 'orders', partitionKey: 'primary-key', keyless: false };

/** A pipeline from sections of a configuration; one that must be right. */
export async function specOf(
  sections: Values = {},
  tables: readonly ReplicatedTable[] = [TABLE],
): Promise<PipelineSpec> {
  const config = await configOf({ ...BASE, ...surroundings(sections), ...sections });
  return {
    name: config.deployment.name ?? config.pipeline,
    engine: config.source.engine as SourceEngine,
    config,
    tables,
    sinkVariables: { PIPELINE: config.pipeline },
    functionBundle: fileURLToPath(new URL('./function-bundle', import.meta.url)),
  };
}

/** What has to be said of the VPC of a source that is there. */
function surroundings({ source }: Values): Values {
  const { mode, engine } = (source ?? {}) as Values;
  if (mode !== 'existing') return {};
  const plain = engine === 'postgresql' ? {} : { replication: { sslMode: 'none' } };
  return { network: { endpoints: 'existing' }, ...plain };
}

async function configOf(values: Values): Promise<DrayageConfig> {
  const loaded = await loadConfig({
    env: {},
    flags: { config: 'c.json' },
    cwd: '/',
    readFile: () => Promise.resolve(JSON.stringify(values)),
    required: ['deployment'],
  });
  if (loaded.ok) return loaded.config;
  throw new Error(JSON.stringify(loaded.problems, undefined, 2));
}
