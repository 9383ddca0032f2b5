import { expect, it } from 'vitest';
import { loadConfig } from '@drayage/config';
import { specOf } from '../testing/spec.js';
import { renderSummary } from './render-summary.js';

const REPLICATION = 'arn:aws:dms:eu-central-1:123456789012:task:SHOP';
const FUNCTION = 'arn:aws:lambda:eu-central-1:123456789012:function:shop-sink-Function';
const SERVICE = 'arn:aws:ecs:eu-central-1:123456789012:service/shop-cluster/shop-sink-Service';
const LOG_GROUP = 'shop-sink-SinkLogs0A1B2C3D-Xy9';

it('names the replication, the function, its stack and its log group, so that dray finds them', async () => {
  const outputs = {
    ReplicationArn: REPLICATION,
    SinkArn: FUNCTION,
    SinkLogGroup: LOG_GROUP,
    NextCommand: 'dray start',
  };
  expect(renderSummary(await specOf(), outputs, false)).toBe(
    [
      `Replication  ${REPLICATION}`,
      `Sink         ${FUNCTION}`,
      '',
      'So that dray finds it, in the configuration:',
      'aws:',
      `  replication: ${REPLICATION}`,
      `  function: ${FUNCTION}`,
      '  stack: shop-sink',
      '  logGroups:',
      `    lambda: ${LOG_GROUP}`,
      '',
      'Nothing runs yet. Next: dray start',
      '',
    ].join('\n'),
  );
});

it('names the service of a container, and its log group as that of the sink', async () => {
  const spec = await specOf({ sink: { kind: 'fargate' }, deployment: { name: 'store' } });
  const text = renderSummary(spec, { SinkArn: SERVICE, SinkLogGroup: LOG_GROUP }, true);
  expect(text).toContain(`aws:\n  service: ${SERVICE}\n  stack: store-sink\n  logGroups:\n    sink: ${LOG_GROUP}\n`);
  expect(text).toContain('The replication runs.');
});

it.each([['lambda', FUNCTION] as const, ['fargate', SERVICE] as const])(
  'prints what the configuration takes, with a %s',
  async (kind, arn) => {
    const outputs = { ReplicationArn: REPLICATION, SinkArn: arn, SinkLogGroup: LOG_GROUP };
    const text = renderSummary(await specOf({ sink: { kind } }), outputs, false);
    const section = text.slice(text.indexOf('aws:\n'), text.indexOf('\n\nNothing runs'));
    const loaded = await loadConfig({
      env: {},
      flags: { config: 'c.yaml' },
      cwd: '/',
      readFile: () => Promise.resolve(`pipeline: shop\n${section}`),
      required: [],
    });
    expect(loaded).toMatchObject({ ok: true, config: { aws: { replication: REPLICATION, stack: 'shop-sink' } } });
    const { service, function: fn } = loaded.ok ? loaded.config.aws : {};
    expect(service ?? fn).toBe(arn);
  },
);

it('names nothing where nothing is there', async () => {
  expect(renderSummary(await specOf(), {}, false)).toBe('\nNothing runs yet. Next: dray deploy\n');
});
