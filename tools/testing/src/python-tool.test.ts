import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pythonTool } from './python-tool.ts';

const TOOL = ['pyfiglet==1.0.4'];

let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'python-tool-'));
  vi.stubEnv('TMPDIR', temporary);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true, force: true });
});

const answers = (folder: string) =>
  expect(execFileSync(join(folder, 'pyfiglet'), ['--version'], { encoding: 'utf8' })).toContain('1.0.4');

it(
  'installs a package once, however many ask, and waits for nobody who was killed at it',
  { timeout: 300_000 },
  async () => {
    const folders = await Promise.all([pythonTool(TOOL), pythonTool(TOOL)]);
    expect(new Set(folders).size).toBe(1);
    answers(folders[0]);
    // The environment, and the link to it.
    expect(readdirSync(temporary)).toHaveLength(2);
    const link = dirname(folders[0]);
    rmSync(link);
    symlinkSync(String(spawnSync('true').pid), `${link}.installing`);
    answers(await pythonTool(TOOL));
    expect(readdirSync(temporary)).toHaveLength(2);
  },
);

it('says what it takes where it cannot install, and leaves nothing behind', { timeout: 60_000 }, async () => {
  vi.stubEnv('PATH', temporary);
  await expect(pythonTool(TOOL)).rejects.toThrow('apt-get install python3-venv');
  expect(readdirSync(temporary)).toEqual([]);
});

it('takes exact versions only', async () => {
  await expect(pythonTool(['cfn-lint', 'moto[server]==5.2.5'])).rejects.toThrow('Without an exact version: cfn-lint');
});
