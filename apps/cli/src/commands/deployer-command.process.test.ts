import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deployerProgram } from '../deployer/deployer-program.js';
import { collect, runDray } from '../testing/run-dray.js';
import { deployerCommand } from './deployer-command.js';
import type { CliEnvironment } from '../cli-environment.js';

const EXAMPLE = fileURLToPath(new URL('../../../../examples/existing-vpc-serverless.yaml', import.meta.url));
const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const PACKAGED = 'file:///usr/lib/node_modules/@drayage/cli/dist/main.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dray-deployer-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('dray synth', () => {
  it('runs the deployer with its words, and hands on what it prints', { timeout: 300_000 }, async () => {
    const out = join(folder, 'out');
    const { code, stdout } = await runDray(['synth', '--config', EXAMPLE, '--out', out], {
      env: { ...(process.env as Record<string, string>) },
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^orders-network: 5 resources\norders-replication: 4 resources\norders-sink: 6 resources\norders-observability: 16 resources\nWritten to .*\.\n\d+ findings are acknowledged/,
    );
    expect(await readdir(out)).toEqual(
      expect.arrayContaining(['orders-sink.template.json', 'acknowledged-findings.txt']),
    );
  });
});

describe('where there is no checkout', () => {
  const find = (): ReturnType<typeof deployerProgram> => deployerProgram(PACKAGED);

  async function packaged(
    words: readonly string[],
  ): Promise<{ readonly code: number | undefined; readonly text: string }> {
    const stdout = collect();
    let code: number | undefined;
    const environment = { stdout: stdout.stream } as unknown as CliEnvironment;
    const command = deployerCommand('synth', 'Write templates.', find)(environment, (finished) => (code = finished));
    command.helpOption(false).allowUnknownOption().allowExcessArguments();
    await command.parseAsync(words, { from: 'user' });
    return { code, text: stdout.text() };
  }

  it('says where it is to be run', async () => {
    await expect(packaged(['--out', 'x'])).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining('Deploying is done from a checkout') as string,
    });
  });

  it.each([['--help'], ['-h']])('still gives help to %s', async (word) => {
    const { code, text } = await packaged([word]);
    expect(code).toBe(0);
    expect(text).toContain('Write templates. (checkout only)');
    expect(text).toContain('git clone https://github.com/drayage/drayage');
  });

  it('marks the four in the list of all commands', async () => {
    const { stdout } = await runDray(['--help'], {});
    expect(stdout.match(/^ {2}(synth|diff|deploy|destroy) .*$/gmu)).toHaveLength(4);
    expect(stdout.replaceAll(/\s+/gu, ' ').match(/\(checkout only\)/gu)).toHaveLength(4);
  });
});

/** `script` of util-linux gives a program a terminal of its own, whose Ctrl-C goes to all that runs in it. */
const hasTerminals = process.platform === 'linux' && (await runs('script', ['--version']));

async function runs(program: string, args: readonly string[]): Promise<boolean> {
  return promisify(execFile)(program, [...args]).then(
    () => true,
    () => false,
  );
}

describe.skipIf(!hasTerminals)('dray deploy in a terminal', () => {
  let aws: Server;
  const asked: string[] = [];
  beforeAll(async () => {
    // An account with nothing in it, whose CloudFormation then never answers the CDK.
    aws = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        const action = new URLSearchParams(body).get('Action') ?? '';
        const isSdk = (request.headers['user-agent'] ?? '').includes('aws-cdk');
        asked.push(`${isSdk ? 'cdk' : 'dray'} ${action}`);
        response.setHeader('content-type', 'text/xml');
        if (action === 'GetCallerIdentity' && !isSdk)
          response.end(
            '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/ops</Arn><UserId>U</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
          );
        else if (action === 'GetRole' && !isSdk) {
          response.statusCode = 403;
          response.end(
            '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>',
          );
        } else if (action === 'DescribeStacks' && !isSdk) {
          response.statusCode = 400;
          response.end(
            '<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack does not exist</Message></Error></ErrorResponse>',
          );
        }
      });
    }).listen(0, '127.0.0.1');
    await once(aws, 'listening');
  });
  afterAll(async () => {
    aws.closeAllConnections();
    aws.close();
    await once(aws, 'close');
  });

  it('ends in order at one Ctrl-C, with a word, and leaves nothing behind', { timeout: 300_000 }, async () => {
    const temporary = join(folder, 'tmp');
    await mkdir(temporary);
    const config = join(folder, 'fargate.yaml');
    const digest = `sha256:${'0'.repeat(64)}`;
    await writeFile(
      config,
      `pipeline: shop
source: { mode: demo, engine: postgresql }
tables: { include: [public.orders] }
kinesis: { region: eu-central-1 }
sink: { kind: fargate, image: "ghcr.io/drayage/drayage-sink@${digest}" }
target: { urlSecretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:cratedb-AbCdEf" }
`,
    );
    const { port } = aws.address() as AddressInfo;
    const words = ['deploy', '--config', config, '--bootstrap', '--endpoint-url', `http://127.0.0.1:${port}`];
    const program = [process.execPath, '--conditions=@drayage/source', '--import', TSX, MAIN, ...words];
    const terminal = spawn('script', ['-q', '-e', '-f', '-c', program.join(' '), '/dev/null'], {
      cwd: folder,
      stdio: ['pipe', 'pipe', 'inherit'],
      env: {
        ...process.env,
        TMPDIR: temporary,
        AWS_ACCESS_KEY_ID: 'x',
        AWS_SECRET_ACCESS_KEY: 'x',
        AWS_PROFILE: '',
        CDK_HOME: temporary,
      },
    });
    let shown = '';
    terminal.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
    const ended = once(terminal, 'close');
    await vi.waitUntil(() => asked.some((call) => call.startsWith('cdk ')), { timeout: 200_000, interval: 50 });
    terminal.stdin.write('\u0003');
    const [code] = (await ended) as [number | null];
    expect(shown).toContain('In account 123456789012, region eu-central-1, as arn:aws:iam::123456789012:user/ops.');
    expect(shown).toContain('Interrupted: it ends in order.');
    expect(shown).toContain('Interrupted. What was done stays; run the same command again to go on.');
    expect(code).toBe(130);
    expect((await readdir(temporary)).filter((name) => name.startsWith('drayage-'))).toEqual([]);
  });
});
