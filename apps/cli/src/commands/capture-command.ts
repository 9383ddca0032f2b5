import { resolve } from 'node:path';
import { Argument, Command } from 'commander';
import { EXIT_CODES, type ExitCode } from '@drayage/terminal';
import { withAwsOptions, type AwsFlags } from '../aws/aws-flags.js';
import { needName, withAws } from '../aws/open-aws.js';
import type { CliEnvironment } from '../cli-environment.js';
import { interruptible } from '../interruptible.js';
import { openCaptureFile } from '../stream/capture-file.js';
import { readStream } from '../stream/read-stream.js';
import { startOfReading } from '../stream/start-of-reading.js';

interface CaptureFlags extends AwsFlags {
  readonly since: string;
  readonly follow?: boolean;
}

const EXAMPLES = `
Examples:
  $ dray capture changes.ndjson
  $ dray capture changes.ndjson --since 2h
  $ dray capture changes.ndjson --follow
  $ dray replay changes.ndjson --to crate://crate@localhost:4200/

Writes the stream into a file, one message a line, each with where it stood; dray replay reads it. The same command again goes on
where the last one ended, also after Ctrl-C or a crash: changes.ndjson.position.json remembers, and --since no longer counts. The
file holds the values of rows: keep it as you keep the database. It moves no checkpoint of the pipeline.
Exit codes: 0 done, 1 failure, 2 usage or configuration, 130 interrupted.
`;

/** `dray capture FILE`. */
export function captureCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const command = new Command('capture')
    .description('Write the stream into a file that dray replay reads.')
    .addArgument(new Argument('<file>', 'ndjson, made where it is not there'))
    .option('--since <place>', 'where a new capture begins: trim-horizon, latest, 2h, or a time', 'trim-horizon')
    .option('--follow', 'go on with what comes, until Ctrl-C');
  return withAwsOptions(command, ['stream'])
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, flags: CaptureFlags) => {
      finish(await interruptible('written', environment, () => capture(file, flags, environment)));
    });
}

async function capture(name: string, flags: CaptureFlags, environment: CliEnvironment): Promise<ExitCode> {
  const { stderr, stdout, cwd, now } = environment;
  const asked = startOfReading(flags.since, now());
  // Asked again by the next run, 'latest' would be later, and skip what came between.
  const start = asked.kind === 'latest' ? ({ kind: 'time', at: new Date(now()) } as const) : asked;
  return withAws(flags, environment, async ({ clients, config }) => {
    const stream = needName(config, 'stream');
    const path = resolve(cwd, name);
    const file = await openCaptureFile(path, stream, start);
    const before = file.records();
    try {
      await readStream(
        clients,
        {
          stream,
          start: file.start,
          store: file.store,
          untilTip: flags.follow !== true,
          onGap: 'halt',
          take: async (batch) => {
            await file.append(batch);
            if (stderr.isTTY === true) stderr.write(`\r\u001B[K${file.records()} records`);
            return 'more';
          },
        },
        environment,
      );
    } finally {
      if (stderr.isTTY === true) stderr.write('\r\u001B[K');
      await file.close();
    }
    const result = { file: path, stream, records: file.records() - before, total: file.records() };
    stdout.write(
      flags.output === 'json'
        ? `${JSON.stringify(result)}\n`
        : `${result.records} records written, ${result.total} in ${path}\n`,
    );
    return EXIT_CODES.done;
  });
}
