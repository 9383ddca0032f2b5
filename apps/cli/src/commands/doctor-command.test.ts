import { expect, it } from 'vitest';
import { runDray } from '../testing/run-dray.js';

it.each([
  [['doctor', '--only', 'nothing'], "option '--only <area...>' argument 'nothing' is invalid."],
  [['doctor', '--source-url', 'oracle://u:hunter2@h'], 'source.url'],
  [['source', 'prepare'], 'No source is named.'],
  [['source', 'prepare', '--binlog-retention-hours', 'many'], 'It is not a number from 1.'],
  [['source', 'prepare', '--source-url', 'mysql://u:hunter2@h/shop'], 'names a database'],
  [['mappings', 'generate'], 'No source is named.'],
  [['mappings', 'json', '--lock', 'missing.yaml'], 'There is no lock file'],
  [['mappings', 'convert', 'recipe', 'missing.yaml'], 'missing.yaml cannot be read (ENOENT).'],
  [['mappings', 'convert', 'address', 'kinesis+dynamodb:///x'], 'This is no address kinesis+dms://.'],
  [['mappings', 'convert', 'column-types', '[]'], 'This is not the form of COLUMN_TYPES.'],
])('%j is a mistake of usage, and repeats no password', async (args, message) => {
  const { code, stdout, stderr } = await runDray(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('hunter2');
});

it.each([['doctor'], ['source prepare'], ['mappings'], ['mappings generate'], ['mappings json'], ['mappings convert']])(
  '%s --help',
  async (command) => {
    const { code, stdout } = await runDray([...command.split(' '), '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatchSnapshot();
  },
);
