import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspaces.ts';

/** Where the setup leaves the graph of projects, for tests to read. */
export const graphFile = join(root, 'tools/workspace-check/test-output/graph.json');

/**
 * Computes the graph of projects once for all tests: the lint rule for module borders reads Nx's cached one, which
 * may be older than the sources when the tests are not started through Nx.
 */
export default function setup(): void {
  mkdirSync(join(graphFile, '..'), { recursive: true });
  execFileSync(join(root, 'node_modules/.bin/nx'), ['graph', `--file=${graphFile}`], {
    cwd: root,
    env: { ...process.env, NX_DAEMON: 'false' },
    stdio: 'pipe',
  });
}
