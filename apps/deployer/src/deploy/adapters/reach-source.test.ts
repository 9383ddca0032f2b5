import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeSdkClient } from '@drayage/testing';
import { EXISTING_SOURCE, specOf } from '../../testing/spec.js';
import { reachSource, type ReachSourceOptions } from './reach-source.js';

type Reached = Awaited<ReturnType<ReturnType<typeof reachSource>>>;

const SECRET = JSON.stringify({ username: 'drayage', password: 'p', host: 'db.internal', port: 5_432 });
const OUTPUTS = { DatabaseSecretArn: 'arn:secret:of-the-stack', BastionId: 'i-0a' };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drayage-reach-'));
  const aws = join(folder, 'aws');
  await writeFile(
    aws,
    `#!/bin/sh\nprintf '%s\\n' "$*" > '${folder}/words'\necho 'Waiting for connections...'\nexec sleep 600\n`,
  );
  await chmod(aws, 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The way to the source of these sections, and the secret that was read on it. */
async function reach(
  sections: Parameters<typeof specOf>[0],
  outputs: Readonly<Record<string, string>> = OUTPUTS,
): Promise<{ reached: Reached; secrets: unknown[] }> {
  const { client, calls } = fakeSdkClient<ReachSourceOptions['clients']['secrets']>({
    GetSecretValueCommand: () => ({ SecretString: SECRET }),
  });
  const go = reachSource({
    spec: await specOf(sections),
    clients: { secrets: client },
    outputs: () => Promise.resolve(outputs),
    env: { PATH: `${folder}:${process.env['PATH'] ?? ''}` },
    signal: new AbortController().signal,
  });
  const reached = await go();
  return { reached, secrets: calls.map(({ input }) => (input as { readonly SecretId: string }).SecretId) };
}

describe('the way to the source', () => {
  it('is the URL for commands, where there is one', async () => {
    const url = 'postgresql://me:secret@elsewhere:6432/shop';
    const { reached, secrets } = await reach({ source: { ...EXISTING_SOURCE, url } });
    expect(reached.address).toMatchObject({ host: 'elsewhere', port: 6_432, user: 'me' });
    expect(secrets).toEqual([]);
    await reached.close();
  });

  it('is the secret of AWS DMS otherwise', async () => {
    const { reached, secrets } = await reach({ source: EXISTING_SOURCE });
    expect(reached.address).toMatchObject({ host: 'db.internal', port: 5_432, database: 'shop' });
    expect(secrets).toEqual([EXISTING_SOURCE['secretArn']]);
  });

  it('is straight to a demonstration that is open', async () => {
    const { DatabaseSecretArn } = OUTPUTS;
    const { reached, secrets } = await reach({ demo: { public: '203.0.113.7/32' } }, { DatabaseSecretArn });
    expect(reached.address).toMatchObject({ host: 'db.internal' });
    expect(secrets).toEqual([DatabaseSecretArn]);
    const { reached: before } = await reach({}, { DatabaseSecretArn });
    expect(before.address).toMatchObject({ host: 'db.internal' });
  });

  it('is a tunnel to one that is still private, though the configuration opens it by now', async () => {
    const { reached } = await reach({ demo: { public: '203.0.113.7/32' } });
    expect(reached.address).toMatchObject({ host: '127.0.0.1', tls: 'encrypt' });
    await reached.close();
  });

  it('is a tunnel to one that is private, whose certificate bears another name', async () => {
    const { reached } = await reach({});
    expect(reached.address).toMatchObject({ host: '127.0.0.1', tls: 'encrypt', user: 'drayage' });
    const words = await readFile(join(folder, 'words'), 'utf8');
    expect(words).toContain('--target i-0a');
    expect(words).toContain('{"host":["db.internal"],"portNumber":["5432"]');
    expect(words).toContain(`"localPortNumber":["${reached.address.port}"]`);
    await reached.close();
  });

  it('is not known without any of them', async () => {
    const spec = await specOf({ source: EXISTING_SOURCE });
    const config = { ...spec.config, source: { ...spec.config.source, secretArn: undefined } };
    const go = reachSource({
      spec: { ...spec, config },
      clients: { secrets: { send: () => Promise.reject(new Error('It was asked.')) } },
      outputs: () => Promise.resolve({}),
      env: {},
      signal: new AbortController().signal,
    });
    await expect(go()).rejects.toMatchObject({ code: 'source-unknown' });
  });
});
