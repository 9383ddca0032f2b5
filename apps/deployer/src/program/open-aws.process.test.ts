import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCdk } from '../deploy/adapters/cdk-program.js';
import { specOf } from '../testing/spec.js';
import { childEnvironment } from './child-environment.js';
import { openAws } from './open-aws.js';

const KEYS = { AWS_ACCESS_KEY_ID: 'KEYOFENV', AWS_SECRET_ACCESS_KEY: 'x', AWS_SESSION_TOKEN: 'x' };
const REGION = 'eu-central-1';

let server: Server;
let folder: string;
/** Who signed each call, and for which region. */
const signers: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drayage-profiles-'));
  await writeFile(
    join(folder, 'credentials'),
    '[shop]\naws_access_key_id = KEYOFPROFILE\naws_secret_access_key = y\n[other]\naws_access_key_id = KEYOFOTHER\naws_secret_access_key = z\n',
  );
  await writeFile(join(folder, 'config'), `[profile shop]\nregion = ${REGION}\n`);
  // Knows everybody, and refuses everything else.
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const [, key = '', region = ''] =
        /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
      signers.push(`${key} ${region}`);
      response.setHeader('content-type', 'text/xml');
      if (body.includes('Action=GetCallerIdentity')) {
        response.end(
          '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/ops</Arn><UserId>U</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
        );
        return;
      }
      response.statusCode = 403;
      response.end(
        '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>No.</Message></Error></ErrorResponse>',
      );
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  for (const [name, value] of Object.entries({
    ...KEYS,
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_EC2_METADATA_DISABLED: 'true',
  }))
    vi.stubEnv(name, value);
});

afterEach(() => void signers.splice(0));

afterAll(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  await rm(folder, { recursive: true, force: true });
});

const endpointUrl = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** What a program sees of the variables that name an account. */
async function seenBy(env: Readonly<Record<string, string | undefined>>): Promise<Readonly<Record<string, string>>> {
  const child = spawn(process.execPath, ['--eval', 'console.log(JSON.stringify(process.env))'], { env: { ...env } });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(child, 'close');
  const all = JSON.parse(said) as Readonly<Record<string, string>>;
  return Object.fromEntries(
    Object.entries(all).filter(([name]) =>
      /^(AWS_(ACCESS|SECRET_A|SESSION|PROFILE|DEFAULT|REGION)|AMAZON_)/.test(name),
    ),
  );
}

describe('with a profile', () => {
  it.each([
    ['the flag', { profile: 'shop' }, {}, {}],
    ['the configuration', {}, { aws: { profile: 'shop' } }, {}],
    ['the environment', {}, {}, { AWS_PROFILE: 'shop' }],
  ])(
    'of %s, every call is signed by it: ours, and those of the programs',
    { timeout: 60_000 },
    async (_where, flags, sections, variables) => {
      const env = { ...process.env, ...variables };
      const aws = await openAws({ ...flags, region: REGION, endpointUrl: endpointUrl() }, await specOf(sections), {
        env,
      });
      aws.clients.destroy();
      expect(aws.place).toEqual({
        account: '123456789012',
        region: REGION,
        caller: 'arn:aws:iam::123456789012:user/ops',
      });
      expect(signers).toEqual([`KEYOFPROFILE ${REGION}`]);

      signers.splice(0);
      // It keeps whose account a key is, and asks nobody the next time.
      const home = { ...aws.env, CDK_HOME: await mkdtemp(join(folder, 'cdk-')) };
      let said = '';
      const options = { ...aws, env: home, print: (text: string) => void (said += text) };
      const program = runCdk(['bootstrap', `aws://123456789012/${REGION}`], options);
      await expect(program).rejects.toMatchObject({ code: 'cdk-failed' });
      expect(signers.length, said).toBeGreaterThan(1);
      expect(new Set(signers.map((signer) => signer.split(' ')[0]))).toEqual(new Set(['KEYOFPROFILE']));

      expect(await seenBy(aws.env)).toEqual({ AWS_PROFILE: 'shop', AWS_REGION: REGION, AWS_DEFAULT_REGION: REGION });
      expect(aws.words).toEqual(['--profile', 'shop', '--region', REGION, '--endpoint-url', endpointUrl()]);
    },
  );

  it('the flag comes before all, and no other profile of the environment', async () => {
    const env = { AWS_PROFILE: 'other', AWS_DEFAULT_PROFILE: 'other', PATH: '/bin' };
    const spec = await specOf({ aws: { profile: 'other' } });
    const aws = await openAws({ profile: 'shop', region: REGION, endpointUrl: endpointUrl() }, spec, { env });
    aws.clients.destroy();
    expect(signers).toEqual([`KEYOFPROFILE ${REGION}`]);
    expect(await seenBy(aws.env)).toMatchObject({ AWS_PROFILE: 'shop' });
    expect(await seenBy(aws.env)).not.toHaveProperty('AWS_DEFAULT_PROFILE');
  });
});

describe('without a profile', () => {
  it('the keys of the environment are everybody’s, in the region that is found', async () => {
    const env = { ...process.env, AWS_REGION: 'eu-west-1' };
    const aws = await openAws({ endpointUrl: endpointUrl() }, await specOf({ target: { urlSecretArn: TARGET } }), {
      env,
    });
    aws.clients.destroy();
    expect(signers).toEqual(['KEYOFENV eu-west-1']);
    expect(await seenBy(aws.env)).toMatchObject({
      AWS_ACCESS_KEY_ID: 'KEYOFENV',
      AWS_SESSION_TOKEN: 'x',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
    });
  });

  it('the variables of others are left as they are', () => {
    expect(
      childEnvironment({ PATH: '/bin', ...KEYS }, { profile: undefined, region: undefined, endpoint: undefined }),
    ).toEqual({ PATH: '/bin', ...KEYS });
  });
});

const TARGET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:cratedb-AbCdEf';

it('refuses, as a mistake of usage, a configuration of another account or region', async () => {
  const spec = await specOf({ target: { urlSecretArn: TARGET } });
  const opening = openAws({ region: REGION, endpointUrl: endpointUrl() }, spec, { env: process.env });
  await expect(opening).rejects.toMatchObject({
    name: 'UsageError',
    code: 'another-account',
    message: expect.stringMatching(
      /This is account 123456789012, region eu-central-1, as arn:aws:iam::123456789012:user\/ops, and these are elsewhere:\n {2}target\.urlSecretArn: account 123456789012, region eu-west-1/,
    ) as string,
  });
});
