import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CONTAINER_REPOSITORY, LAMBDA_REPOSITORY } from '../../constructs/sink-image.js';
import type { DrayProgram } from './dray-program.js';
import { imageCommands, sinkBuilder, type SinkBuilderOptions } from './sink-builder.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drayage-image-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A program in the place of dray, that keeps its words and does what `script` says. */
async function fakeDray(name: string, script: string): Promise<{ dray: DrayProgram; told: () => Promise<string> }> {
  const program = join(folder, name);
  await writeFile(program, `#!/bin/sh\nprintf '%s\\n' "$*" >> '${program}.log'\npwd >> '${program}.log'\n${script}\n`);
  await chmod(program, 0o755);
  return { dray: [program, 'main'], told: () => readFile(`${program}.log`, 'utf8') };
}

function builder(options: Partial<SinkBuilderOptions>): ReturnType<typeof sinkBuilder> {
  return sinkBuilder({
    dray: undefined,
    awsWords: ['--region', 'eu-central-1'],
    env: process.env,
    cwd: folder,
    checkout: '/checkout',
    signal: new AbortController().signal,
    print: () => undefined,
    tag: 'deploy-1',
    ...options,
  } as SinkBuilderOptions);
}

describe('the image of the sink', () => {
  it('is built from the checkout, wherever the command is given, and pushed to account and region', async () => {
    const { dray, told } = await fakeDray('good', `case "$3" in push) echo '{"digest":"${DIGEST}"}';; esac`);
    expect(await builder({ dray }).pushImage(CONTAINER_REPOSITORY, 'arm64')).toBe(DIGEST);
    expect((await told()).trim().split('\n')).toEqual([
      `main image build --repository ${CONTAINER_REPOSITORY} --tag deploy-1 --file /checkout/apps/sink/Dockerfile --context /checkout --platform linux/arm64`,
      folder,
      `main image push --repository ${CONTAINER_REPOSITORY} --tag deploy-1 --output json --region eu-central-1`,
      folder,
    ]);
    const { build } = imageCommands({ repository: LAMBDA_REPOSITORY, tag: 't', architecture: 'x86_64' }, '/checkout');
    expect(build.join(' ')).toContain(
      '--file /checkout/apps/lambda-sink/Dockerfile --context /checkout --platform linux/amd64',
    );
  });

  it('shows how it goes while it goes, however much that is', async () => {
    const { dray } = await fakeDray(
      'talkative',
      `[ "$3" = push ] && { echo '{"digest":"${DIGEST}"}'; exit; }
echo 'step 1' >&2
while [ ! -e '${folder}/seen' ]; do sleep 0.05; done
head -c 3000000 /dev/zero | tr '\\0' x >&2`,
    );
    let said = '';
    const built = builder({ dray, print: (text) => void (said += text) }).pushImage(CONTAINER_REPOSITORY, 'arm64');
    await vi.waitUntil(() => said.includes('step 1'));
    await writeFile(join(folder, 'seen'), '');
    expect(await built).toBe(DIGEST);
    expect(said.length).toBeGreaterThan(3_000_000);
  });

  it('is given up at an interruption', async () => {
    const { dray } = await fakeDray('endless', 'echo begun >&2; exec sleep 600');
    const interruption = new AbortController();
    let said = '';
    const print = (text: string): void => void (said += text);
    const built = builder({ dray, print, signal: interruption.signal }).pushImage(CONTAINER_REPOSITORY, 'arm64');
    const failure = expect(built).rejects.toThrow('SIGINT');
    await vi.waitUntil(() => said.includes('begun'));
    interruption.abort(new Error('SIGINT'));
    await failure;
  });

  it('that cannot be built leads to the way with a digest', async () => {
    const { dray } = await fakeDray('bad', 'echo "Error (buildx-missing)" >&2; exit 1');
    let said = '';
    const failing = builder({ dray, print: (text) => void (said += text) });
    await expect(failing.pushImage(CONTAINER_REPOSITORY, 'arm64')).rejects.toMatchObject({
      code: 'no-image',
      remedy: expect.stringContaining('--image sha256:') as string,
    });
    expect(said).toBe('Error (buildx-missing)\n');
    await expect(builder({}).pushImage(CONTAINER_REPOSITORY, 'arm64')).rejects.toMatchObject({ code: 'no-image' });
    const { dray: silent } = await fakeDray('silent', 'echo {}');
    await expect(builder({ dray: silent }).pushImage(CONTAINER_REPOSITORY, 'arm64')).rejects.toThrow('told no digest');
  });
});
