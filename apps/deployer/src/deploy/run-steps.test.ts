import { describe, expect, it } from 'vitest';
import { DeployError } from './deploy-error.js';
import type { DeployPorts, ReplicationActivity } from './ports.js';
import { type RunOptions, runSteps } from './run-steps.js';
import type { Step } from './step.js';
import { beginWait } from './waiting.js';

const ARN = 'arn:aws:dms:eu-central-1:123456789012:task:ABCDEFGHIJKLMNOPQRST';
const DIGEST = `sha256:${'a'.repeat(64)}`;

interface Recording {
  readonly calls: string[];
  readonly news: string[];
  readonly ports: DeployPorts;
  readonly options: RunOptions;
}

/**
 * Ports that note what they are asked for; the call that `failing` names rejects. `statuses`: what the replication's stack is,
 * look by look; the last one stays.
 */
function record(failing?: string, statuses: readonly string[] = ['UPDATE_ROLLBACK_COMPLETE']): Recording {
  const left = [...statuses];
  let state: ReplicationActivity['state'] = 'running';
  const calls: string[] = [];
  const news: string[] = [];
  const note = (call: string): Promise<void> => {
    calls.push(call);
    return call === failing
      ? Promise.reject(Object.assign(new Error('it did not work'), { code: 'cdk-failed', remedy: 'Look above.' }))
      : Promise.resolve();
  };
  const outputs = { ReplicationArn: ARN, TargetEndpointArn: 'arn:endpoint', EventSourceMappingId: 'mapping' };
  const ports: DeployPorts = {
    stacks: {
      find: () => {
        const status = (left.length > 1 ? left.shift() : left[0]) ?? '';
        return Promise.resolve({ status, outputs, template: {} });
      },
      deploy: (name, parameters) => note(`deploy ${name} ${JSON.stringify(parameters)}`),
      bootstrap: () => note('bootstrap'),
      delete: (name) => note(`delete ${name}`),
    },
    replication: {
      activity: () =>
        Promise.resolve({
          state,
          status: state,
          stopReason: undefined,
          everStarted: true,
          migrationType: 'full-load-and-cdc',
          stoppedForDeployment: state === 'stopped',
        }),
      stop: async (arn, { remember }) => {
        await note(`stop ${arn}${remember ? '' : ', not remembered'}`);
        state = 'stopped';
      },
      start: async (arn, type, { wait }) => {
        await note(`${type} ${arn}${wait ? '' : ', not waited for'}`);
        state = 'running';
      },
      endpointIsComplete: () => Promise.resolve(true),
      completeEndpoint: (arn) => note(`complete ${arn}`),
    },
    source: {
      prepare: async () => (await note('prepare'), ['Made a user.']),
      dropObjects: async ({ replicationArn, audit }) => (
        await note(`drop ${replicationArn ?? 'none'}${audit ? ' and audit' : ''}`),
        ['Dropped the slot x.']
      ),
    },
    sink: {
      pushImage: async (repository, architecture) => (await note(`push ${repository} ${architecture}`), DIGEST),
      awaitReading: (told) => note(`await ${told['EventSourceMappingId'] ?? ''}`),
    },
  };
  const options: RunOptions = {
    imageDigest: undefined,
    takesDigest: new Set(['shop-sink']),
    outputs: new Map(),
    beginWait: () =>
      beginWait({
        now: () => 0,
        wait: () => Promise.resolve(),
        pauseMs: 1,
        timeoutMs: 1,
        onNews: (text) => void news.push(text),
      }),
    onStep: () => undefined,
    onNews: (text) => void news.push(text),
    signal: new AbortController().signal,
  };
  return { calls, news, ports, options };
}

const CHANGE: readonly Step[] = [
  { kind: 'stop-replication', arn: ARN, remember: true },
  { kind: 'deploy-stack', stackName: 'shop-replication', stage: 'replication' },
  { kind: 'complete-endpoint' },
  { kind: 'start-replication', type: 'resume-processing' },
];

describe('the steps of a deployment', () => {
  it('hand on what they find: the digest of an image, the outputs of stacks', async () => {
    const { calls, news, ports, options } = record();
    await runSteps(
      [
        { kind: 'build-image', repository: 'drayage-sink', architecture: 'arm64' },
        { kind: 'deploy-stack', stackName: 'shop-stream', stage: 'stream' },
        { kind: 'deploy-stack', stackName: 'shop-sink', stage: 'sink' },
        { kind: 'complete-endpoint' },
        { kind: 'prepare-source' },
        { kind: 'await-sink' },
        { kind: 'start-replication', type: 'start-replication' },
      ],
      ports,
      options,
    );
    expect(calls).toEqual([
      'push drayage-sink arm64',
      'deploy shop-stream {}',
      `deploy shop-sink {"SinkImageDigest":"${DIGEST}"}`,
      'complete arn:endpoint',
      'prepare',
      'await mapping',
      `start-replication ${ARN}`,
    ]);
    expect(news).toEqual(['Made a user.']);
  });

  it('resume a replication that was stopped for a change that failed, and say which step it was', async () => {
    const { calls, news, ports, options } = record('deploy shop-replication {}');
    const failure = await runSteps(CHANGE, ports, options).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DeployError);
    expect(failure).toMatchObject({
      message: 'Deploy shop-replication: it did not work',
      code: 'cdk-failed',
      remedy: 'Look above.',
    });
    expect(calls).toEqual([`stop ${ARN}`, 'deploy shop-replication {}', `resume-processing ${ARN}`]);
    expect(news).toEqual(['The replication was resumed where it had stopped.']);
  });

  it('say so where it cannot be resumed', async () => {
    const still =
      'The replication is still stopped. The same command goes on and resumes it; dray resume does so at once.';
    const { calls, news, ports, options } = record(`resume-processing ${ARN}`);
    await expect(runSteps(CHANGE, ports, options)).rejects.toThrow(
      'Resume the replication where it stopped: it did not work',
    );
    expect(news).toEqual([still]);
    expect(calls.filter((call) => call.startsWith('resume'))).toHaveLength(1);
    const second = record('complete arn:endpoint');
    const stubborn = {
      ...second.ports,
      replication: { ...second.ports.replication, start: () => Promise.reject(new Error('no')) },
    };
    await expect(runSteps(CHANGE, stubborn, second.options)).rejects.toThrow('it did not work');
    expect(second.news).toEqual([still]);
  });

  it('resume nothing into a stack that is still being changed: they wait for its end', async () => {
    const { calls, news, ports, options } = record('deploy shop-replication {}', [
      'UPDATE_IN_PROGRESS',
      'UPDATE_ROLLBACK_IN_PROGRESS',
      'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'UPDATE_ROLLBACK_COMPLETE',
    ]);
    await expect(runSteps(CHANGE, ports, options)).rejects.toThrow('it did not work');
    expect(calls.at(-1)).toBe(`resume-processing ${ARN}`);
    expect(news).toEqual([
      'shop-replication is UPDATE_IN_PROGRESS.',
      'shop-replication is UPDATE_ROLLBACK_IN_PROGRESS.',
      'shop-replication is UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS.',
      'The replication was resumed where it had stopped.',
    ]);
  });

  it('resume nothing beside a rollback that failed, and say how it goes on', async () => {
    const { calls, news, ports, options } = record('deploy shop-replication {}', ['UPDATE_ROLLBACK_FAILED']);
    await expect(runSteps(CHANGE, ports, options)).rejects.toThrow('it did not work');
    expect(calls.join()).not.toContain('resume');
    expect(news.join()).toMatch(
      /is UPDATE_ROLLBACK_FAILED.*dray stack rollback --stack shop-replication.*dray resume/u,
    );
  });

  it('resume nothing that still runs: the stop itself was refused', async () => {
    const { calls, news, ports, options } = record(`stop ${ARN}`);
    await expect(runSteps(CHANGE, ports, options)).rejects.toThrow('Stop the replication');
    expect({ calls, news }).toEqual({ calls: [`stop ${ARN}`], news: [] });
  });

  it('resume what they stopped when interrupted between two steps, without a wait', async () => {
    const { calls, news, ports, options } = record();
    const interruption = new AbortController();
    const onStep = (text: string): void => {
      if (text.startsWith('Stop')) interruption.abort(new Error('SIGINT'));
    };
    await expect(runSteps(CHANGE, ports, { ...options, signal: interruption.signal, onStep })).rejects.toThrow(
      'SIGINT',
    );
    expect(calls).toEqual([`stop ${ARN}`, `resume-processing ${ARN}, not waited for`]);
    expect(news).toEqual(['AWS DMS was asked to resume the replication.']);
  });

  it('look once when interrupted while a stack is changed, and say that the replication is stopped', async () => {
    const { calls, news, ports, options } = record('deploy shop-replication {}', ['UPDATE_IN_PROGRESS']);
    const interruption = new AbortController();
    const onStep = (text: string): void => {
      if (text.startsWith('Deploy')) interruption.abort(new Error('SIGINT'));
    };
    await expect(runSteps(CHANGE, ports, { ...options, signal: interruption.signal, onStep })).rejects.toThrow();
    expect(calls.join()).not.toContain('resume');
    expect(news).toEqual([
      'The replication is stopped, and shop-replication is UPDATE_IN_PROGRESS. Wait until that is done (dray stack events --stack shop-replication), then run the same command again. The same command goes on and resumes it; dray resume does so at once.',
    ]);
  });

  it('resume nothing whose slot is gone', async () => {
    const steps: readonly Step[] = [
      { kind: 'stop-replication', arn: ARN, remember: true },
      { kind: 'drop-source-objects', replicationArn: ARN, audit: false, slot: undefined },
      { kind: 'delete-stack', stackName: 'shop-replication' },
      { kind: 'deploy-stack', stackName: 'shop-replication', stage: 'replication' },
    ];
    const late = record('delete shop-replication');
    await expect(runSteps(steps, late.ports, late.options)).rejects.toThrow('it did not work');
    expect(late.calls).toEqual([`stop ${ARN}`, `drop ${ARN}`, 'delete shop-replication']);
    const early = record(`drop ${ARN}`);
    await expect(runSteps(steps, early.ports, early.options)).rejects.toThrow('it did not work');
    expect(early.calls).toEqual([`stop ${ARN}`, `drop ${ARN}`, `resume-processing ${ARN}`]);
  });

  it('know what the stacks tell that are there already, and forget those that go', async () => {
    const { calls, ports, options } = record();
    const there = new Map<string, Readonly<Record<string, string>>>([
      ['shop-replication', { ReplicationArn: ARN }],
      ['shop-sink', { EventSourceMappingId: 'there' }],
    ]);
    const start: readonly Step[] = [{ kind: 'await-sink' }, { kind: 'start-replication', type: 'start-replication' }];
    await runSteps(start, ports, { ...options, outputs: there });
    expect(calls).toEqual(['await there', `start-replication ${ARN}`]);
    const gone: readonly Step[] = [{ kind: 'delete-stack', stackName: 'shop-replication' }, ...start];
    await expect(runSteps(gone, ports, { ...options, outputs: there })).rejects.toThrow(
      'No stack has told ReplicationArn.',
    );
  });
});
