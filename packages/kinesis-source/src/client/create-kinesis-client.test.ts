import { NodeHttpHandler } from '@smithy/node-http-handler';
import { describe, expect, it } from 'vitest';
import { createKinesisClient, kinesisClientConfig } from './create-kinesis-client.js';

const LOCAL = 'http://127.0.0.1:4567';

describe('createKinesisClient', () => {
  it('speaks HTTP/1.1 to an endpoint of its own', async () => {
    const client = createKinesisClient({ region: 'eu-central-1', endpoint: LOCAL, environment: {} });
    expect(client.config.requestHandler).toBeInstanceOf(NodeHttpHandler);
    expect(await client.config.region()).toBe('eu-central-1');
  });

  it('leaves endpoint and credentials to the SDK for AWS itself', () => {
    const config = kinesisClientConfig({ region: 'eu-central-1', environment: {} });
    expect(config).not.toHaveProperty('endpoint');
    expect(config).not.toHaveProperty('credentials');
  });

  it.each([LOCAL, 'http://localhost:4567', 'http://[::1]:4567'])(
    'makes credentials up for %s if none are set',
    (endpoint) => {
      expect(kinesisClientConfig({ endpoint, environment: {} })).toMatchObject({
        region: 'us-east-1',
        credentials: { accessKeyId: 'local' },
      });
    },
  );

  it.each(['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'])(
    'uses what %s names, also on loopback',
    (variable) => {
      const environment = { [variable]: 'set', AWS_REGION: 'eu-west-1' };
      const config = kinesisClientConfig({ endpoint: LOCAL, environment });
      expect(config).not.toHaveProperty('credentials');
      expect(config).not.toHaveProperty('region');
    },
  );

  it('never makes credentials up for an address elsewhere', () => {
    const endpoint = 'https://vpce-1.kinesis.eu-central-1.vpce.amazonaws.com';
    expect(kinesisClientConfig({ endpoint, environment: {} })).not.toHaveProperty('credentials');
  });
});
