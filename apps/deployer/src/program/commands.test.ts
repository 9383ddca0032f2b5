import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeployPorts } from '../deploy/ports.js';
import type { Template } from '../deploy/template-changes.js';
import { TASK_ARN } from '../testing/deployed.js';
import type { DeployerEnvironment } from './deployer-environment.js';
import type { OpenedPipeline, OpenRequest } from './open-pipeline.js';
import { runDeployer } from './run-deployer.js';

const BUNDLE = fileURLToPath(new URL('../testing/function-bundle', import.meta.url));
const TARGET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:cratedb-AbCdEf';
const EXISTING = {
  pipeline: 'shop',
  source: {
    engine: 'postgresql',
    database: 'shop',
    secretArn: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:source-AbCdEf',
    vpcId: 'vpc-0a1b2c3d',
    subnetIds: ['subnet-0a1b2c3d', 'subnet-0a1b2c3e'],
    securityGroupIds: ['sg-0a1b2c3d'],
  },
  network: { endpoints: 'existing' },
  tables: { include: ['public.orders'] },
  target: { urlSecretArn: TARGET },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drayage-commands-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Options {
  readonly config?: Readonly<Record<string, unknown>>;
  /** What is in the account, by stack, with its outputs. */
  readonly there?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Of stacks that are there; `{}` of others. */
  readonly templates?: Readonly<Record<string, Template>>;
  readonly answer?: (question: string) => Promise<boolean>;
  readonly source?: Error;
  readonly full?: boolean | 'unknown';
  readonly missingRoles?: readonly string[];
  readonly bundle?: () => Promise<string>;
  readonly signal?: AbortSignal;
}

interface Run {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
  /** What was asked of the account, in order; looking is not noted. */
  readonly calls: readonly string[];
  readonly request: OpenRequest | undefined;
}

/** One command line on a pipeline that notes what is asked of it. */
async function run(argv: readonly string[], options: Options = {}): Promise<Run> {
  const { config = EXISTING, there = {}, answer, bundle = () => Promise.resolve(BUNDLE) } = options;
  await writeFile(join(folder, 'drayage.config.json'), JSON.stringify(config));
  const calls: string[] = [];
  let [output, errors] = ['', ''];
  let request: OpenRequest | undefined;
  const environment: DeployerEnvironment = {
    env: {},
    cwd: folder,
    readFile: (path) => readFile(path, 'utf8'),
    printOutput: (text) => void (output += text),
    printError: (text) => void (errors += text),
    ask: answer,
    signal: options.signal ?? new AbortController().signal,
    now: () => 0,
    wait: () => Promise.resolve(),
    functionBundle: bundle,
    openPipeline: (asked) => {
      request = asked;
      return Promise.resolve(pipeline(calls, options, there));
    },
  };
  const code = await runDeployer(argv, environment);
  return { code, output, errors, calls, request };
}

function pipeline(
  calls: string[],
  { source, full, missingRoles = [], templates = {} }: Options,
  there: NonNullable<Options['there']>,
): OpenedPipeline {
  const note =
    (call: string) =>
    (...args: unknown[]): Promise<unknown> => {
      calls.push([call, ...args.filter((arg) => typeof arg === 'string')].join(' '));
      return Promise.resolve([]);
    };
  const made: Record<string, Readonly<Record<string, string>>> = { ...there };
  const deployStack = (name: string): Promise<void> => {
    calls.push(`deploy ${name}`);
    made[name] = name.endsWith('-replication') ? { ReplicationArn: TASK_ARN, TargetEndpointArn: 'arn:endpoint' } : {};
    return Promise.resolve();
  };
  const activity = { state: 'running', status: 'running', everStarted: true, loadOnly: false };
  const ports = {
    stacks: {
      find: (name: string) =>
        Promise.resolve(
          made[name] === undefined
            ? undefined
            : { status: 'CREATE_COMPLETE', outputs: made[name], template: templates[name] ?? {} },
        ),
      deploy: deployStack,
      bootstrap: note('bootstrap'),
      delete: note('delete'),
    },
    replication: {
      activity: () => Promise.resolve({ ...activity, migrationType: 'full-load-and-cdc', stoppedForDeployment: false }),
      stop: note('stop'),
      start: note('start'),
      completeEndpoint: note('complete'),
      endpointIsComplete: () => Promise.resolve(true),
    },
    source: {
      prepare: note('prepare'),
      dropObjects: ({ replicationArn }: { readonly replicationArn: string }) => note('drop')(replicationArn),
    },
    sink: { pushImage: note('push'), awaitReading: note('await') },
  };
  return {
    place: { account: '123456789012', region: 'eu-central-1', caller: 'arn:aws:iam::123456789012:user/ops' },
    ports: ports as unknown as DeployPorts,
    reachSource: () => (source === undefined ? Promise.resolve() : Promise.reject(source)),
    isFull: () => Promise.resolve(full === 'unknown' ? undefined : full === true),
    missingRoles: () => Promise.resolve(missingRoles),
    beginWait: () => ({ look: () => undefined, pause: () => Promise.resolve() }),
    close: () => void calls.push('close'),
  };
}

const REPLICATION = { 'shop-replication': { ReplicationArn: TASK_ARN }, 'shop-sink': { FailureBucket: 'failures' } };
const WHERE = 'account 123456789012, region eu-central-1, as arn:aws:iam::123456789012:user/ops';

describe('dray deploy', () => {
  it('says in which account and region before its first step, then does them in order', async () => {
    const { code, errors, calls, request } = await run(['deploy', '--bootstrap', '--profile', 'ops']);
    expect(code).toBe(0);
    expect(request?.flags.profile).toBe('ops');
    expect(errors.indexOf(`In ${WHERE}.`)).toBeGreaterThanOrEqual(0);
    expect(errors.indexOf(`In ${WHERE}.`)).toBeLessThan(errors.indexOf('[1/'));
    expect(calls.filter((call) => /^(bootstrap|deploy|close)/.test(call))).toEqual([
      'bootstrap',
      'deploy shop-network',
      'deploy shop-stream',
      'deploy shop-replication',
      'deploy shop-sink',
      'deploy shop-observability',
      'close',
    ]);
    expect(existsSync(request?.assembly ?? '/')).toBe(false);
  });

  it('waits as long as it is told, and knows which stacks the configuration makes', async () => {
    const { request } = await run(['deploy', '--timeout', '5']);
    expect(request?.timeoutMs).toBe(300_000);
    expect([...(request?.synthesized ?? [])].sort()).toEqual([
      'shop-network',
      'shop-observability',
      'shop-replication',
      'shop-sink',
      'shop-stream',
    ]);
  });

  it('refuses where the CDK was never used, and touches nothing', async () => {
    const { code, errors, calls } = await run(['deploy']);
    expect(code).toBe(1);
    expect(errors).toContain('Error (not-bootstrapped)');
    expect(calls).toEqual(['close']);
  });

  it('refuses without the roles of the account, where a replication is to be made, and looks for them only then', async () => {
    const missingRoles = ['dms-vpc-role'];
    const { code, errors, calls } = await run(['deploy', '--bootstrap'], { missingRoles });
    expect({ code, calls }).toEqual({ code: 1, calls: ['close'] });
    expect(errors).toContain('Error (account-roles)');
    expect((await run(['deploy', '--bootstrap', '--only', 'network'], { missingRoles })).code).toBe(0);
  });

  it('refuses to take a sink away whose bucket goes with it and holds something, before anything is touched', async () => {
    const existingArn = 'arn:aws:kinesis:eu-central-1:123456789012:stream/shop';
    const mapping = {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: existingArn, StartingPosition: 'LATEST' },
    };
    const bucket = (DeletionPolicy: string): Template => ({
      Resources: { SinkMapping8E0AB0E8: mapping, Failures: { Type: 'AWS::S3::Bucket', DeletionPolicy } },
    });
    const replace = (policy: string): Promise<Run> =>
      run(['deploy', '--bootstrap', '--replace'], {
        config: { ...EXISTING, stream: { existingArn, retentionHours: 168 } },
        there: { 'shop-sink': { FailureBucket: 'failures' } },
        templates: { 'shop-sink': bucket(policy) },
        full: true,
      });
    const { code, errors, calls } = await replace('Delete');
    expect({ code, calls }).toEqual({ code: 1, calls: ['close'] });
    expect(errors).toContain('aws s3 rm s3://failures --recursive');
    expect((await replace('Retain')).calls).toContain('delete shop-sink');
  });

  it.each([
    ['a zip', {}, [], '--image has no effect: the function is deployed as a zip'],
    [
      'an image that is named',
      { sink: { kind: 'fargate', image: `ghcr.io/a/b@sha256:${'1'.repeat(64)}` } },
      [],
      'the configuration names the image itself',
    ],
    ['another stage', { sink: { kind: 'fargate' } }, ['--only', 'stream'], '--only stream deploys no sink'],
  ])('answers 2 to an image beside %s, before anything is built or asked', async (_what, sections, words, expected) => {
    const { code, errors, request } = await run(['deploy', '--image', `sha256:${'0'.repeat(64)}`, ...words], {
      config: { ...EXISTING, ...sections },
      bundle: () => Promise.reject(new Error('It was built.')),
    });
    expect({ code, request }).toEqual({ code: 2, request: undefined });
    expect(errors).toContain(expected);
  });
});

describe('dray destroy', () => {
  it('asks with the account in the question, and then takes away in order', async () => {
    const questions: string[] = [];
    const { code, output, calls } = await run(['destroy'], {
      there: REPLICATION,
      answer: (question) => Promise.resolve(questions.push(question) > 0),
    });
    expect(questions).toEqual([`Go on in ${WHERE}? (yes/no) `]);
    expect({ code, output }).toEqual({ code: 0, output: 'Gone: shop-sink, shop-replication.\n' });
    expect(calls).toEqual([
      `stop ${TASK_ARN}`,
      `drop ${TASK_ARN}`,
      'delete shop-sink',
      'delete shop-replication',
      'close',
    ]);
  });

  it('changes nothing at a no, and answers 130 to Ctrl-C', async () => {
    const no = await run(['destroy'], { there: REPLICATION, answer: () => Promise.resolve(false) });
    expect(no).toMatchObject({ code: 0, output: 'Nothing was changed.\n', calls: ['close'] });
    const interrupted = await run(['destroy'], {
      there: REPLICATION,
      answer: () => Promise.reject(Object.assign(new Error('Aborted'), { code: 'ABORT_ERR' })),
    });
    expect(interrupted).toMatchObject({ code: 130, output: '', calls: ['close'] });
    expect(interrupted.errors).not.toContain('ABORT_ERR');
  });

  it('answers 2 where there is nobody to ask, and asks nothing of AWS', async () => {
    const { code, errors, request } = await run(['destroy'], { there: REPLICATION });
    expect({ code, request }).toEqual({ code: 2, request: undefined });
    expect(errors).toContain('Error (nobody-to-ask)');
    expect(errors).toContain('Remedy: Say --yes.');
  });

  it('refuses before the replication is stopped where the source cannot be reached, and names the way out', async () => {
    const source = Object.assign(new Error('connect ETIMEDOUT'), { remedy: 'Open the way.' });
    const { code, errors, calls } = await run(['destroy', '--yes'], { there: REPLICATION, source });
    expect({ code, calls }).toEqual({ code: 1, calls: ['close'] });
    expect(errors).toContain('Error (source-unreachable): Nothing was changed.');
    expect(errors).toContain('Remedy: Open the way. Or say --keep-source-objects');
    const without = await run(['destroy', '--yes', '--keep-source-objects'], { there: REPLICATION, source });
    expect(without.code).toBe(0);
  });

  it('refuses before the replication is stopped where a bucket that goes holds something', async () => {
    const config = { ...EXISTING, deployment: { removal: 'destroy' } };
    const { code, errors, calls } = await run(['destroy', '--yes'], { there: REPLICATION, full: true, config });
    expect({ code, calls }).toEqual({ code: 1, calls: ['close'] });
    expect(errors).toContain('aws s3 rm s3://failures --recursive');
    // One that stays may hold what it holds.
    expect((await run(['destroy', '--yes'], { there: REPLICATION, full: true })).code).toBe(0);
  });

  it('says before it asks that a bucket may not be looked into, which has to be empty', async () => {
    const config = { ...EXISTING, deployment: { removal: 'destroy' } };
    const asked: string[] = [];
    const answer = (question: string): Promise<boolean> => Promise.resolve(asked.push(question) === 0);
    const { errors, calls } = await run(['destroy'], { there: REPLICATION, full: 'unknown', config, answer });
    expect({ asked: asked.length, calls }).toEqual({ asked: 1, calls: ['close'] });
    expect(errors).toContain('Note: Whether the bucket failures is empty could not be looked at (s3:ListBucket).');
    const stays = await run(['destroy', '--yes'], { there: REPLICATION, full: 'unknown' });
    expect(stays.errors).not.toContain('could not be looked at');
  });

  it('refuses where what was deployed goes, though the configuration says that it stays', async () => {
    const { code, errors, calls } = await run(['destroy', '--yes'], {
      there: REPLICATION,
      templates: {
        'shop-sink': { Resources: { SinkFailures712CD6AF: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Delete' } } },
      },
    });
    expect({ code, calls }).toEqual({ code: 1, calls: ['close'] });
    expect(errors).toContain('Error (removal-differs): Nothing was changed.');
    expect(errors).toContain('Remedy: dray deploy brings it up to the configuration, then dray destroy.');
  });

  it('needs no function to take one away', async () => {
    const { code } = await run(['destroy', '--yes'], {
      there: REPLICATION,
      bundle: () => Promise.reject(new Error('It does not build.')),
    });
    expect(code).toBe(0);
  });

  it('leaves no folder behind', async () => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith('drayage-destroy-'));
    await run(['destroy', '--yes'], { there: REPLICATION, source: new Error('no') });
    const after = (await readdir(tmpdir())).filter((name) => name.startsWith('drayage-destroy-'));
    expect(after.filter((name) => !before.includes(name))).toEqual([]);
  });
});
