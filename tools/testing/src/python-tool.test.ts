import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pythonTool } from './python-tool.ts';

it('installs a package once, however many ask at the same time', { timeout: 300_000 }, async () => {
  const folders = await Promise.all([pythonTool(['pyfiglet==1.0.4']), pythonTool(['pyfiglet==1.0.4'])]);
  expect(new Set(folders).size).toBe(1);
  expect(execFileSync(join(folders[0], 'pyfiglet'), ['--version'], { encoding: 'utf8' })).toContain('1.0.4');
});

it('takes exact versions only', async () => {
  await expect(pythonTool(['cfn-lint', 'moto[server]==5.2.5'])).rejects.toThrow('Without an exact version: cfn-lint');
});
