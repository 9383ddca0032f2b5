import { fileURLToPath } from 'node:url';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deployerProgram } from '../deployer/deployer-program.js';
import { runDray } from '../testing/run-dray.js';

const EXAMPLE = fileURLToPath(new URL('../../../../examples/existing-vpc-serverless.yaml', import.meta.url));

describe('dray synth', () => {
  it('runs the deployer with its words, and hands on what it prints', { timeout: 300_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dray-synth-'));
    try {
      const { code, stdout } = await runDray(['synth', '--config', EXAMPLE, '--out', folder], {
        env: { ...(process.env as Record<string, string>) },
      });
      expect(code).toBe(0);
      expect(stdout).toBe(
        `orders-network: 3 resources\norders-replication: 4 resources\norders-sink: 6 resources\norders-observability: 9 resources\nWritten to ${folder}.\n`,
      );
      expect(await readdir(folder)).toContain('orders-sink.template.json');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('says where it is to be run where there is no checkout', () => {
    expect(() => deployerProgram('file:///usr/lib/node_modules/@drayage/cli/dist/main.js')).toThrow(
      'Deploying is done from a checkout',
    );
  });
});
