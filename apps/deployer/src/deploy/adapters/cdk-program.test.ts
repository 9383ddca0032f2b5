import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CDK_STACK } from '../../stacks/stages.js';
import { CdkError, runCdk } from './cdk-program.js';

it('names the stack whose events tell more, as dray takes it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'drayage-cdk-'));
  try {
    let said = '';
    const options = { env: { ...process.env }, print: (text: string) => void (said += text) };
    const failure: unknown = await runCdk(['deploy', 'shop-sink', '--app', join(folder, 'none')], options).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(CdkError);
    expect(failure).toMatchObject({
      message: 'cdk deploy ended with exit code 1.',
      remedy: 'See what it printed, and what CloudFormation says: dray stack events --failed --stack shop-sink',
    });
    expect(said).not.toBe('');
    await expect(runCdk(['bootstrap', '--app', join(folder, 'none')], options)).rejects.toMatchObject({
      remedy: expect.stringContaining(`--stack ${CDK_STACK}`) as string,
    });
    await expect(runCdk(['diff', 'a', 'b', '--app', join(folder, 'none')], options)).rejects.toMatchObject({
      remedy: 'See what it printed.',
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
