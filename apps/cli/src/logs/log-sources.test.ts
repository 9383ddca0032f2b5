import { describe, expect, it } from 'vitest';
import { loadConfig } from '@drayage/config';
import { fakeAws } from '../testing/fake-aws.js';
import { logPlaceOf } from './log-sources.js';

const SOURCE = 'arn:aws:dms:eu-central-1:123456789012:endpoint:SOURCE';
const HOST = 'shop.c1abc2def3gh.eu-central-1.rds.amazonaws.com';

/** Where `dray logs --source rds` looks: the endpoint says nothing but which secret DMS reads. */
async function placeBySecret(secret: string): ReturnType<typeof logPlaceOf> {
  const loaded = await loadConfig({
    env: {},
    flags: { config: 'c.json' },
    cwd: '/',
    readFile: () => Promise.resolve(JSON.stringify({ pipeline: 'shop', aws: { replication: 'shop-task' } })),
    required: [],
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { aws } = fakeAws({
    DescribeReplicationTasksCommand: () => ({
      ReplicationTasks: [
        {
          ReplicationTaskArn: 'arn:aws:dms:eu-central-1:123456789012:task:SHOP',
          ReplicationTaskIdentifier: 'shop-task',
          MigrationType: 'full-load-and-cdc',
          Status: 'running',
          SourceEndpointArn: SOURCE,
          TargetEndpointArn: 'arn:aws:dms:eu-central-1:123456789012:endpoint:TARGET',
        },
      ],
    }),
    DescribeEndpointsCommand: () => ({
      Endpoints: [
        {
          EndpointArn: SOURCE,
          EndpointIdentifier: 'shop-source',
          EndpointType: 'SOURCE',
          EngineName: 'postgres',
          PostgreSQLSettings: { SecretsManagerSecretId: 'shop-secret' },
        },
      ],
    }),
    GetSecretValueCommand: () => ({ SecretString: secret }),
  });
  return logPlaceOf(aws, loaded.config, 'rds');
}

describe('the log of the source database', () => {
  it('is found by the host in the secret that DMS reads, also where DMS cannot connect with it', async () => {
    const group = '/aws/rds/instance/shop/postgresql';
    expect(await placeBySecret(JSON.stringify({ host: HOST, username: 'dms', password: 'p' }))).toEqual({ group });
    expect(await placeBySecret(JSON.stringify({ host: HOST }))).toEqual({ group });
  });

  it('is not found by a secret that is no JSON, of which nothing is told', async () => {
    const error: unknown = await placeBySecret('hunter2').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: 'The secret of the source is not a JSON object.' });
    expect(String(error)).not.toContain('hunter');
  });
});
