import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DescribeStackEventsCommandOutput, DescribeStacksCommandOutput } from '@aws-sdk/client-cloudformation';
import type { InvokeCommandOutput } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeAws } from '../testing/fake-aws.js';
import { runDray } from '../testing/run-dray.js';

const $metadata = {};
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dray-deployed-'));
  await writeFile(join(folder, 'event.json'), '{"Records":[]}');
  await writeFile(join(folder, 'broken.json'), '{');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('dray lambda invoke --function (answers of a fake with the types of the SDK: moto runs no function without Docker)', () => {
  const invoke = async (answer: Omit<InvokeCommandOutput, '$metadata' | 'Payload'> & { readonly payload: string }, event = 'event.json') => {
    const { payload, ...rest } = answer;
    const { aws, calls } = fakeAws({ InvokeCommand: () => ({ $metadata, ...rest, Payload: Buffer.from(payload) }) });
    return { ...(await runDray(['lambda', 'invoke', '--function', 'shop-sink', '--event', event], { aws, cwd: folder })), calls: calls() };
  };

  it('prints the answer, and the end of the log beside it', async () => {
    const log = Buffer.from('START\nEND\n').toString('base64');
    const { code, stdout, stderr, calls } = await invoke({ payload: '{"batchItemFailures":[]}', LogResult: log });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '{"batchItemFailures":[]}\n', stderr: 'START\nEND\n' });
    expect(calls).toEqual([{ name: 'InvokeCommand', input: { FunctionName: 'shop-sink', Payload: Buffer.from('{"Records":[]}'), LogType: 'Tail' } }]);
  });

  it('answers 1 where it hands records back, or fails', async () => {
    expect((await invoke({ payload: '{"batchItemFailures":[{"itemIdentifier":"1"}]}' })).code).toBe(1);
    const { code, stderr } = await invoke({ payload: '{"errorMessage":"no target","errorType":"Error"}', FunctionError: 'Unhandled' });
    expect(code).toBe(1);
    expect(stderr).toContain('The function shop-sink failed (Unhandled): no target\nRemedy: See its log');
  });

  it.each(['broken.json', 'nobody.json'])('answers 2 to the event %s', async (event) => {
    const { code, calls } = await invoke({ payload: '' }, event);
    expect(code).toBe(2);
    expect(calls).toEqual([]);
  });
});

describe('dray stack rollback (a stack of a fake with the types of the SDK: moto has no rollback that failed)', () => {
  it('goes on, leaves what is named, and shows what happens until it has ended', async () => {
    const statuses = ['UPDATE_ROLLBACK_FAILED', 'UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE'];
    let look = 0;
    const { aws, calls } = fakeAws({
      DescribeStacksCommand: (): DescribeStacksCommandOutput => {
        const StackStatus = statuses[Math.min(look, 2)] as 'UPDATE_ROLLBACK_COMPLETE';
        look += 1;
        return { $metadata, Stacks: [{ StackName: 'shop', StackId: 'stack-id', CreationTime: new Date(0), StackStatus }] };
      },
      DescribeStackEventsCommand: (): DescribeStackEventsCommandOutput => ({
        $metadata,
        StackEvents: [
          { StackId: 'stack-id', EventId: '2', StackName: 'shop', Timestamp: new Date(2_000), LogicalResourceId: 'Stream', ResourceType: 'AWS::Kinesis::Stream', ResourceStatus: 'UPDATE_COMPLETE' },
          { StackId: 'stack-id', EventId: '1', StackName: 'shop', Timestamp: new Date(500), LogicalResourceId: 'Old', ResourceStatus: 'UPDATE_FAILED' },
        ],
      }),
      ContinueUpdateRollbackCommand: () => ({ $metadata }),
    });
    const { code, stdout, stderr } = await runDray(['stack', 'rollback', '--stack', 'shop', '--skip', 'Replication', '--yes'], { aws, now: () => 1_000 });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'shop: UPDATE_ROLLBACK_COMPLETE\n' });
    expect(stderr).toBe('1970-01-01 00:00:02Z  UPDATE_COMPLETE       Stream AWS::Kinesis::Stream\n');
    expect(calls().filter(({ name }) => name.startsWith('Continue'))).toEqual([
      { name: 'ContinueUpdateRollbackCommand', input: { StackName: 'stack-id', ResourcesToSkip: ['Replication'] } },
    ]);
  });

  it('sends one that was never made to be deleted', async () => {
    const Stacks = [{ StackName: 'shop', CreationTime: new Date(0), StackStatus: 'ROLLBACK_COMPLETE' as const }];
    const { aws } = fakeAws({ DescribeStacksCommand: (): DescribeStacksCommandOutput => ({ $metadata, Stacks }) });
    const { code, stderr } = await runDray(['stack', 'rollback', '--stack', 'shop', '--yes'], { aws });
    expect(code).toBe(1);
    expect(stderr).toBe('Error (refused): The stack is ROLLBACK_COMPLETE: it was never made.\nRemedy: It can only be deleted (dray stack delete), and deployed anew.\n');
  });
});

describe('dray config', () => {
  it('tells each value with its origin, and no password', async () => {
    await writeFile(join(folder, 'drayage.config.yaml'), 'kinesis:\n  stream: shop-changes\naws:\n  replication: shop-task\n');
    const env = { SINK_URL: 'crate://crate:planted@localhost:4200/doc' };
    const { code, stdout } = await runDray(['config', 'check'], { cwd: folder, env });
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'key              value                                 from',
        'target.url       crate://crate:***@localhost:4200/doc  SINK_URL',
        'kinesis.stream   shop-changes                          drayage.config.yaml:2',
        'aws.replication  shop-task                             drayage.config.yaml:4',
        '',
      ].join('\n'),
    );
  });

  it('tells every mistake at once and answers 2', async () => {
    await writeFile(join(folder, 'wrong.yaml'), 'kinesis:\n  straem: x\nhttp:\n  port: many\n');
    const { code, stdout, stderr } = await runDray(['config', 'check', '--config', 'wrong.yaml'], { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^\d problems in the configuration:\n/);
    expect(stderr).toContain('straem');
    expect(stderr).toContain('http.port');
    expect(stderr).toContain('The target is missing.');
    const json = await runDray(['config', 'check', '--for', 'dray', '--config', 'wrong.yaml', '--output', 'json'], { cwd: folder });
    expect(json.code).toBe(2);
    expect((JSON.parse(json.stdout) as { ok: boolean; problems: { message: string }[] }).problems.some(({ message }) => message.includes('target is missing'))).toBe(false);
  });

  it('prints the schema', async () => {
    const { code, stdout } = await runDray(['config', 'schema']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ title: 'Drayage configuration', properties: { aws: { properties: { replication: { type: 'string' } } } } });
  });
});
