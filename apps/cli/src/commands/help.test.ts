import { expect, it } from 'vitest';
import { runDray } from '../testing/run-dray.js';

/** Every command of this list, as its help says; those of the other commands are pinned beside them. */
const COMMANDS = [
  'status',
  'tables',
  'logs',
  'start',
  'stop',
  'resume',
  'reload',
  'test-connection',
  'peek',
  'capture',
  'plan',
  'dead-letters',
  'dead-letters list',
  'dead-letters show',
  'dead-letters retry',
  'dead-letters discard',
  'checkpoints',
  'checkpoints list',
  'checkpoints set',
  'checkpoints prune',
  'image',
  'image build',
  'image push',
  'lambda',
  'lambda invoke',
  'lambda pause',
  'lambda resume',
  'lambda update',
  'stack',
  'stack outputs',
  'stack events',
  'stack rollback',
  'stack delete',
  'doctor',
  'source',
  'source prepare',
  'mappings',
  'mappings generate',
  'mappings json',
  'mappings convert',
  'mappings convert recipe',
  'mappings convert address',
  'mappings convert column-types',
  'config',
  'config check',
  'config schema',
];

it.each(COMMANDS)('dray %s --help', async (command) => {
  const { code, stdout, stderr } = await runDray([...command.split(' '), '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('Examples:\n  $ ');
  expect(stdout.split('\n').filter((line) => line.length > 110 && !line.startsWith('  '))).toEqual([]);
  expect(stdout).toMatchSnapshot();
});

it.each([
  [['status', '--output', 'xml'], "'xml' is invalid"],
  [['tables', '--sort', 'size'], "'size' is invalid"],
  [['logs', '--source', 'oracle'], "'oracle' is invalid"],
  [['logs', '--level', 'loud'], "'loud' is invalid"],
  [['capture'], "missing required argument 'file'"],
  [['checkpoints', 'move'], "unknown command 'move'"],
  [['image', 'push'], "required option '--tag <tag>' not specified"],
  [['stack', 'outputs', 'x'], 'too many arguments'],
  [['start', '--force'], "unknown option '--force'"],
])('answers 2 to %j and says where help is', async (args, complaint) => {
  const { code, stdout, stderr } = await runDray(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(complaint);
  expect(stderr).toContain('--help');
});
