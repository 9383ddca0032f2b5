import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeployerEnvironment } from './deployer-environment.js';
import { runDeployer } from './run-deployer.js';

const EXAMPLES = fileURLToPath(new URL('../../../../examples/', import.meta.url));
const BUNDLE = fileURLToPath(new URL('../testing/function-bundle', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drayage-program-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Run {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

async function run(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  let [output, errors] = ['', ''];
  const environment: DeployerEnvironment = {
    env,
    cwd: folder,
    readFile: (path) => readFile(path, 'utf8'),
    printOutput: (text) => void (output += text),
    printError: (text) => void (errors += text),
    ask: undefined,
    signal: new AbortController().signal,
    now: () => 0,
    wait: () => Promise.resolve(),
    functionBundle: () => Promise.resolve(BUNDLE),
    openPipeline: () => Promise.reject(new Error('AWS was asked.')),
  };
  return { code: await runDeployer(argv, environment), output, errors };
}

const TEN_MISTAKES = `pipeline: my.shop
source: { mode: demo, engine: oracle }
demo: { public: 0.0.0.0/0 }
tables: { include: [public.*] }
replication:
  minCapacityUnits: 3
  settings:
    TargetMetadata: { FullLobMode: true }
stream: { retentionHours: 12 }
sink: { batchSize: 20000, logRetentionDays: 10 }
target: { url: "crate://u:hunter2@h/" }
`;

describe('a wrong configuration', () => {
  it.each([[['synth', '--out', 'never']], [['deploy']], [['diff']], [['destroy', '--yes']]])(
    'stops %j with every mistake, its line and its remedy, and exit code 2',
    async ([command = '', ...words]) => {
      await writeFile(join(folder, 'wrong.yaml'), TEN_MISTAKES);
      const { code, output, errors } = await run([command, '--config', 'wrong.yaml', ...words]);
      expect({ code, output }).toEqual({ code: 2, output: '' });
      const lines = errors.trim().split('\n').slice(1);
      // Place and key, what is wrong, and what to do: two sentences at least.
      for (const line of lines)
        expect(line).toMatch(/^ {2}(wrong\.yaml:\d+ )?[\w.[\]]+( \/ [A-Z_]+)?: .+[.!] \S.*[^\s:]$/u);
      expect(
        lines
          .map((line) => /(?:wrong\.yaml:(\d+) )?([\w.[\]]+)/.exec(line.trim())?.slice(1, 3).join(' ').trim())
          .sort(),
      ).toEqual([
        '10 sink.batchSize',
        '10 sink.logRetentionDays',
        '11 target.url',
        '2 source.engine',
        '3 demo.public',
        '4 tables.include[0]',
        '6 replication.minCapacityUnits',
        '8 replication.settings.TargetMetadata.FullLobMode',
        '9 stream.retentionHours',
        'deployment.name',
      ]);
      expect(errors).not.toContain('hunter2');
      expect(existsSync(join(folder, 'never'))).toBe(false);
    },
  );

  it('is one whose settings are more than a function can be given as variables', async () => {
    const columns = Object.fromEntries(
      Array.from({ length: 150 }, (_, at) => [`a_column_with_a_name_${at}`, 'object(dynamic)']),
    );
    const config = {
      pipeline: 'shop',
      source: { mode: 'demo', engine: 'mysql' },
      tables: { include: ['a.b'] },
      target: { urlSecretArn: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:cratedb-AbCdEf' },
      write: { columnTypes: { 'a.b': columns } },
    };
    await writeFile(join(folder, 'long.json'), JSON.stringify(config));
    const { code, errors } = await run(['synth', '--config', 'long.json']);
    expect(code).toBe(2);
    expect(errors).toMatch(
      /write: Its settings take \d+ bytes as variables; AWS Lambda takes 4096\. Take sink\.kind: fargate/,
    );
  });
});

describe('synth', () => {
  it('writes the templates of an example without account or Docker, and says so as JSON', async () => {
    const { code, output, errors } = await run([
      'synth',
      '--config',
      join(EXAMPLES, 'existing-vpc-serverless.yaml'),
      '--out',
      'out',
      '--output',
      'json',
    ]);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(JSON.parse(output)).toEqual({
      pipeline: 'orders',
      folder: join(folder, 'out'),
      acknowledged: expect.arrayContaining([
        {
          stack: 'orders-sink',
          resource: 'SinkFailures712CD6AF',
          rule: 'AwsSolutions-S1',
          reason: expect.stringContaining('CloudTrail') as string,
        },
      ]) as unknown,
      stacks: [
        { name: 'orders-network', resources: 5 },
        { name: 'orders-replication', resources: 4 },
        { name: 'orders-sink', resources: 6 },
        { name: 'orders-observability', resources: 16 },
      ],
    });
    expect(await readdir(join(folder, 'out'))).toEqual(
      expect.arrayContaining(['manifest.json', 'orders-sink.template.json']),
    );
    const list = await readFile(join(folder, 'out/acknowledged-findings.txt'), 'utf8');
    expect(list.trim().split('\n')).toHaveLength(
      (JSON.parse(output) as { acknowledged: unknown[] }).acknowledged.length,
    );
    expect(list).toMatch(/^orders-sink SinkFailures712CD6AF AwsSolutions-S1: Its access log /mu);
  });

  it('finds the configuration as every program does: DRAYAGE_CONFIG, and the lock file beside it', async () => {
    const { code, output } = await run(['synth', '--out', 'classic'], {
      DRAYAGE_CONFIG: join(EXAMPLES, 'classic-multi-table.yaml'),
    });
    expect(code).toBe(0);
    expect(output).toContain('warehouse-replication: 7 resources\n');
  });
});

describe('a stage that the configuration makes nothing in', () => {
  it.each(['deploy', 'diff'])('%s says so, and asks AWS nothing', async (command) => {
    const config = join(EXAMPLES, 'existing-vpc-serverless.yaml');
    const { code, output, errors } = await run([command, '--config', config, '--only', 'database']);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toContain('There is nothing of stage database');
  });
});

describe('the words', () => {
  it('of help show examples and exit codes', async () => {
    for (const command of ['deploy', 'diff', 'destroy', 'synth']) {
      const { code, output } = await run([command, '--help']);
      expect(code).toBe(0);
      expect(output).toContain(`$ dray ${command}`);
      expect(output).toContain('Exit codes: 0 ');
    }
  });

  it.each([
    [['diff', '--output', 'json']],
    [['deploy', '--only', 'everything']],
    [['deploy', '--image', 'latest']],
    [['deploy', '--timeout', 'soon']],
    [['destroy', '--timeout', '0']],
    [['deploy', '--only', 'sink', '--replace-replication']],
    [['launch']],
  ])('%j are a mistake: exit code 2', async (argv) => {
    expect((await run(argv)).code).toBe(2);
  });

  it.each([
    ['of a configuration', 'tables: { include: ["e\\e[2Jvil.*"] }\n', 'wrong'],
    ['of what fails', undefined, 'e\u001B[2Jvil'],
  ])('%s move no cursor', async (_whose, text, name) => {
    const file = join(folder, `${name}.yaml`);
    if (text !== undefined) await writeFile(file, text);
    const { code, errors } = await run(['synth', '--config', file, '--out', 'never']);
    expect(code).toBe(2);
    expect(errors).toContain('e\\x1b[2Jvil');
    expect(errors).not.toContain('\u001B');
  });
});
