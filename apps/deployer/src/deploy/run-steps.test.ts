import { describe, expect, it } from 'vitest';
import { DeployError } from './deploy-error.js';
import type { DeployPorts } from './ports.js';
import { type RunOptions, runSteps } from './run-steps.js';
import type { Step } from './step.js';

const ARN = 'arn:aws:dms:eu-central-1:123456789012:task:ABCDEFGHIJKLMNOPQRST';
const DIGEST = `sha256:${'a'.repeat(64)}`;

interface Recording {
  readonly calls: string[];
  readonly news: string[];
  readonly ports: DeployPorts;
  readonly options: RunOptions;
}

/** Ports that note what they are asked for; the call that `failing` names rejects. */
function record(failing?: string): Recording {
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
      find: () => Promise.resolve({ status: 'CREATE_COMPLETE', outputs, template: {} }),
      deploy: (name, parameters) => note(`deploy ${name} ${JSON.stringify(parameters)}`),
      bootstrap: () => note('bootstrap'),
      delete: (name) => note(`delete ${name}`),
    },
    replication: {
      activity: () => Promise.resolve(undefined),
      stop: (arn) => note(`stop ${arn}`),
      start: (arn, type) => note(`${type} ${arn}`),
      completeEndpoint: (arn) => note(`complete ${arn}`),
    },
    source: {
      prepare: async () => (await note('prepare'), ['Made a user.']),
      dropObjects: async (arn) => (await note(`drop ${arn ?? 'none'}`), ['Dropped the slot x.']),
    },
    sink: {
      pushImage: async (repository, architecture) => (await note(`push ${repository} ${architecture}`), DIGEST),
      awaitReading: (told) => note(`await ${told['EventSourceMappingId'] ?? ''}`),
    },
  };
  const options: RunOptions = {
    imageDigest: undefined,
    takesDigest: new Set(['shop-sink']),
    onStep: () => undefined,
    onNews: (text) => void news.push(text),
    signal: new AbortController().signal,
  };
  return { calls, news, ports, options };
}

const CHANGE: readonly Step[] = [
  { kind: 'stop-replication', arn: ARN },
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
    const { news, ports, options } = record(`resume-processing ${ARN}`);
    await expect(runSteps(CHANGE, ports, options)).rejects.toThrow(
      'Resume the replication where it stopped: it did not work',
    );
    expect(news).toEqual([]);
    const second = record('complete arn:endpoint');
    const stubborn = {
      ...second.ports,
      replication: { ...second.ports.replication, start: () => Promise.reject(new Error('no')) },
    };
    await expect(runSteps(CHANGE, stubborn, second.options)).rejects.toThrow('it did not work');
    expect(second.news).toEqual(['The replication is still stopped: dray resume starts it where it stopped.']);
  });

  it('end between two steps when interrupted', async () => {
    const { calls, ports, options } = record();
    const interruption = new AbortController();
    const onStep = (): void => interruption.abort(new Error('SIGINT'));
    await expect(runSteps(CHANGE, ports, { ...options, signal: interruption.signal, onStep })).rejects.toThrow(
      'SIGINT',
    );
    expect(calls).toEqual([`stop ${ARN}`]);
  });
});
