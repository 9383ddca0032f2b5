import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCaptureFolder, type CaptureFolder } from '../testing/capture-folder.js';
import { runDray, type DrayRun } from '../testing/run-dray.js';

let folder: CaptureFolder;
beforeAll(async () => {
  folder = await makeCaptureFolder();
  await folder.write('event.json', ['{}']);
});
afterAll(() => folder.remove());

/** Runs the command with a function that does this. */
async function invoke(program: string, args: readonly string[] = [], signal?: AbortSignal): Promise<DrayRun> {
  await folder.write('invoke.mjs', [program]);
  const options = {
    cwd: folder.path,
    env: { AWS_LAMBDA_FUNCTION_NAME: 'other', SINK_URL: 'pglite:' },
    ...(signal === undefined ? {} : { signal }),
  };
  return runDray(['lambda', 'invoke', '--event', 'event.json', '--bundle', '.', ...args], options);
}

const tell = (message: object): string => `process.send(${JSON.stringify(message)}, () => process.exit(0));`;
const answered = (batchItemFailures: readonly object[], deadLetters: number): string =>
  `console.log('{"level":"info"}'); ${tell({ kind: 'answered', answer: { batchItemFailures }, report: { deadLetters } })}`;

describe('dray lambda invoke', () => {
  it.each([
    ['all is dealt with', answered([], 0), 0],
    ['some records became letters', answered([], 2), 3],
    ['some were handed back', answered([{ itemIdentifier: '7' }], 2), 1],
  ])('prints the answer alone where %s, and its log elsewhere', async (_, program, code) => {
    const run = await invoke(program);
    expect(run.code).toBe(code);
    expect(JSON.parse(run.stdout)).toHaveProperty('batchItemFailures');
    expect(run.stderr).toBe('{"level":"info"}\n');
  });

  it('says why the function failed, with its remedy', async () => {
    expect(
      await invoke(tell({ kind: 'failed', code: 'event-empty', message: 'No records.', remedy: 'Give some.' })),
    ).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Error (event-empty): No records.\nRemedy: Give some.\n',
    });
    const wrong = await invoke(
      tell({ kind: 'failed', code: 'configuration-wrong', message: 'The target is missing.', remedy: 'Set it.' }),
    );
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
  });

  it('gives the function the variables of its own, and none that Lambda sets', async () => {
    const program = `process.send({ kind: 'failed', code: 'seen', message: [process.env.SINK_URL, process.env.AWS_LAMBDA_FUNCTION_NAME].join(), remedy: process.argv.slice(3).join() }, () => process.exit(0));`;
    const { stderr } = await invoke(program, ['--timeout', '7']);
    expect(stderr).toBe('Error (seen): pglite:,\nRemedy: 7000\n');
  });

  it('ends a function that says nothing, and one that does not end', async () => {
    expect(await invoke('process.exit(9);')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('function-ended') as string,
    });
    const controller = new AbortController();
    const hanging = invoke(
      `process.send({ news: 'begun' }); setInterval(() => undefined, 1_000); console.log('begun');`,
      [],
      controller.signal,
    );
    controller.abort(new Error('SIGINT'));
    expect(await hanging).toMatchObject({ code: 130, stdout: '' });
  });

  it.each([
    [['--event', 'absent.json'], 'cannot be read'],
    [['--event', 'invoke.mjs'], 'is no JSON'],
    [['--timeout', '0'], '--timeout is not a number of seconds from 1 to 900'],
    [['--bundle', './nowhere'], 'is not there'],
  ])('takes no %j', async (args, message) => {
    expect(await invoke('not json', args)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(message) as string,
    });
  });

  it('shows examples', async () => {
    const { code, stdout } = await runDray(['lambda', 'invoke', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('$ SINK_URL=pglite:./scratch dray lambda invoke --event');
  });
});
