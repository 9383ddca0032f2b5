import { afterAll, beforeAll, expect, it } from 'vitest';
import { withNumericTimes } from './moto-times.ts';
import { startMotoServer, type MotoServer } from './moto-server.ts';

let moto: MotoServer;
beforeAll(async () => {
  moto = await startMotoServer();
}, 300_000);
afterAll(() => moto.stop());

it('answers as AWS does, region by region', async () => {
  const headers = (region: string): Record<string, string> => ({
    authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/logs/aws4_request, SignedHeaders=host, Signature=0`,
    'content-type': 'application/x-amz-json-1.1',
  });
  const call = async (action: string, region: string, body: object): Promise<unknown> => {
    const answer = await fetch(moto.endpoint, {
      method: 'POST',
      headers: { ...headers(region), 'x-amz-target': `Logs_20140328.${action}` },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    return text === '' ? undefined : JSON.parse(text);
  };
  await call('CreateLogGroup', 'eu-central-1', { logGroupName: 'one' });
  expect(await call('DescribeLogGroups', 'eu-central-1', {})).toMatchObject({ logGroups: [{ logGroupName: 'one' }] });
  expect(await call('DescribeLogGroups', 'eu-west-1', {})).toMatchObject({ logGroups: [] });
});

it('writes the times of DMS as the protocol has them, and leaves other texts alone', () => {
  expect(
    withNumericTimes('{"StartDate":"2026-01-31T12:00:00.500000","Name":"2026-01-31","Text":"at 2026-01-31T12:00:00"}'),
  ).toBe('{"StartDate":1769860800.5,"Name":"2026-01-31","Text":"at 2026-01-31T12:00:00"}');
});
