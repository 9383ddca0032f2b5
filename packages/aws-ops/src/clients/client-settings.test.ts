import { expect, it } from 'vitest';
import { clientSettings } from './client-settings.js';

it('leaves credentials, region and endpoint to the SDK where nothing is said, and waits throttling out', () => {
  expect(clientSettings({ environment: {} })).toEqual({ retryMode: 'adaptive', maxAttempts: 7 });
  expect(clientSettings({ region: 'eu-central-1', profile: 'shop', environment: {} })).toEqual({
    region: 'eu-central-1',
    profile: 'shop',
    retryMode: 'adaptive',
    maxAttempts: 7,
  });
});

it('makes up credentials and a region for a loopback endpoint only, and only where none are set', () => {
  expect(clientSettings({ endpoint: 'http://127.0.0.1:5000', environment: {} })).toMatchObject({
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 2,
  });
  const known = clientSettings({
    endpoint: 'http://localhost:5000',
    region: 'eu-west-1',
    environment: { AWS_PROFILE: 'shop' },
  });
  expect(known.region).toBe('eu-west-1');
  expect(known.credentials).toBeUndefined();
  const remote = clientSettings({ endpoint: 'https://vpce-1.dms.eu-central-1.vpce.amazonaws.com', environment: {} });
  expect(remote.credentials).toBeUndefined();
  expect(remote.region).toBeUndefined();
});
