import { expect, it } from 'vitest';
import { demoEnvironment, wantedAddress } from './demo-environment.ts';

const ADDRESSES = {
  databaseUrl: 'postgresql://postgres@127.0.0.1:1/postgres',
  kinesisEndpoint: 'http://127.0.0.1:2',
  sinkPort: 3,
};

it('leads the sink to the embedded stack and away from everything else', () => {
  const configured = {
    SINK_URL: 'crate://crate:secret@db',
    SINK_SQLALCHEMY_URL: 'crate://crate:secret@db',
    SINK_URL_SECRET_ARN: 'arn',
    DRAYAGE_CONFIG: 'other.yaml',
    KINESIS_STREAM: 'orders',
    AWS_PROFILE: 'production',
    AWS_SESSION_TOKEN: 'token',
    AWS_ACCESS_KEY_ID: 'key',
  };
  expect(demoEnvironment(configured, ADDRESSES)).toMatchObject({
    SINK_URL: ADDRESSES.databaseUrl,
    SINK_SQLALCHEMY_URL: undefined,
    SINK_URL_SECRET_ARN: undefined,
    DRAYAGE_CONFIG: undefined,
    KINESIS_STREAM: 'drayage-demo',
    KINESIS_ENDPOINT: ADDRESSES.kinesisEndpoint,
    AWS_PROFILE: undefined,
    AWS_SESSION_TOKEN: undefined,
    AWS_ACCESS_KEY_ID: 'demo',
    PORT: '3',
  });
});

it('keeps settings that one wants to try out', () => {
  expect(demoEnvironment({ MAPPING: 'universal', LOG_LEVEL: 'debug' }, ADDRESSES)).toMatchObject({
    MAPPING: 'universal',
    LOG_LEVEL: 'debug',
  });
});

it.each([
  [{}, '127.0.0.1', 8080],
  [{ HOST: '', PORT: '' }, '127.0.0.1', 8080],
  [{ HOST: '0.0.0.0', PORT: '9000' }, '0.0.0.0', 9000],
  [{ PORT: '0' }, '127.0.0.1', 0],
])('with %o listens at %s, port %i', (env, host, port) => {
  expect(wantedAddress(env)).toEqual({ host, port });
});
