import type { GetSecretValueCommandOutput } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { fakeAws } from '../testing/fake-aws.js';
import { runDray } from '../testing/run-dray.js';

const help = async (...command: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await runDray(['dead-letters', ...command, '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
};

describe('the help of dray dead-letters', () => {
  it('names its commands, with examples and exit codes', async () => {
    expect(await help()).toMatchInlineSnapshot(`
      "Usage: dray dead-letters [options] [command]

      See, retry and discard records that could not be applied.

      Options:
        -h, --help                 display help for command

      Commands:
        list [options]             List dead letters in the order of their messages,
                                   the open ones unless told otherwise.
        show [options] <id>        Show a dead letter: where it comes from, why it is
                                   one, what to do, and the record.
        retry [options] [id...]    Apply dead letters again, in the order of their
                                   messages, under the configuration of the pipeline.
        discard [options] [id...]  Close open dead letters that nobody needs; they
                                   stay closed when their record is delivered again.
        help [command]             display help for command

      Examples:
        $ dray dead-letters list --table public.orders
        $ dray dead-letters show 1f0c4f6f9b7e4d4c8f1f0a9be35d2c11 --show-values
        $ dray dead-letters retry --table public.orders
        $ dray dead-letters retry --from letters.ndjson --all --to crate://crate@localhost:4200/
        $ dray dead-letters discard 1f0c4f6f9b7e4d4c8f1f0a9be35d2c11

      Target and pipeline are those of the sink: SINK_URL, PIPELINE or KINESIS_STREAM,
      or the configuration file. Values of rows are shown as their type and length
      unless --show-values is given.
      Exit codes: 0 done, 1 failure, 2 usage or configuration, 3 done but some letters
      are still open, 130 interrupted.

      "
    `);
  });

  it('of list', async () => {
    expect(await help('list')).toMatchInlineSnapshot(`
      "Usage: dray dead-letters list [options]

      List dead letters in the order of their messages, the open ones unless told
      otherwise.

      Options:
        --to <url>              target: crate://…, postgresql://… or pglite:DIR
                                (default: SINK_URL, else the configuration)
        --pipeline <name>       name of the pipeline (default: PIPELINE, else the
                                stream)
        --stream <name>         name or ARN of the Kinesis stream (default:
                                KINESIS_STREAM, else the configuration)
        --profile <name>        profile of the AWS configuration files
        --region <name>         AWS region
        --endpoint-url <url>    another address than AWS's own, for every service
        --config <file>         configuration file (default: drayage.config.yaml or
                                .json in this folder)
        --output <format>       how to print the result (choices: "table", "json",
                                default: "table")
        --table <schema.table>  letters of one source table
        --code <code>           letters of one code
        --state <state>         open, retried, discarded or superseded (default:
                                "open")
        --all                   letters of every state
        --limit <n>             how many to show (default: "100")
        --show-values           show the values of keys
        -h, --help              display help for command

      Examples:
        $ dray dead-letters list
        $ dray dead-letters list --table public.orders --code value-too-long --limit 1000
        $ dray dead-letters list --all --output json

      "
    `);
  });

  it('of show', async () => {
    expect(await help('show')).toMatchInlineSnapshot(`
      "Usage: dray dead-letters show [options] <id>

      Show a dead letter: where it comes from, why it is one, what to do, and the
      record.

      Arguments:
        id                    id of the letter, as \`list\` tells it

      Options:
        --to <url>            target: crate://…, postgresql://… or pglite:DIR
                              (default: SINK_URL, else the configuration)
        --pipeline <name>     name of the pipeline (default: PIPELINE, else the
                              stream)
        --stream <name>       name or ARN of the Kinesis stream (default:
                              KINESIS_STREAM, else the configuration)
        --profile <name>      profile of the AWS configuration files
        --region <name>       AWS region
        --endpoint-url <url>  another address than AWS's own, for every service
        --config <file>       configuration file (default: drayage.config.yaml or
                              .json in this folder)
        --output <format>     how to print the result (choices: "table", "json",
                              default: "table")
        --show-values         show the values of the record and its key
        -h, --help            display help for command

      Examples:
        $ dray dead-letters show 1f0c4f6f9b7e4d4c8f1f0a9be35d2c11
        $ dray dead-letters show 1f0c4f6f9b7e4d4c8f1f0a9be35d2c11 --show-values --output json

      "
    `);
  });

  it('of retry', async () => {
    expect(await help('retry')).toMatchInlineSnapshot(`
      "Usage: dray dead-letters retry [options] [id...]

      Apply dead letters again, in the order of their messages, under the
      configuration of the pipeline.

      Arguments:
        id                      ids of letters

      Options:
        --to <url>              target: crate://…, postgresql://… or pglite:DIR
                                (default: SINK_URL, else the configuration)
        --pipeline <name>       name of the pipeline (default: PIPELINE, else the
                                stream)
        --stream <name>         name or ARN of the Kinesis stream (default:
                                KINESIS_STREAM, else the configuration)
        --profile <name>        profile of the AWS configuration files
        --region <name>         AWS region
        --endpoint-url <url>    another address than AWS's own, for every service
        --config <file>         configuration file (default: drayage.config.yaml or
                                .json in this folder)
        --output <format>       how to print the result (choices: "table", "json",
                                default: "table")
        --table <schema.table>  letters of one source table
        --code <code>           letters of one code
        --state <state>         state of the letters: with --state discarded,
                                discarded ones are applied after all
        --all                   every open letter of the pipeline
        --from <file>           letters in a file, as \`dray replay --dead-letters\`
                                writes it, in place of those in the target
        --force                 with ordering \`arrival\`: apply letters though a row
                                stands in their place
        -h, --help              display help for command

      Examples:
        $ dray dead-letters retry 1f0c4f6f9b7e4d4c8f1f0a9be35d2c11
        $ dray dead-letters retry --table public.orders --code value-too-long
        $ dray dead-letters retry --all --output json
        $ dray dead-letters retry --from letters.ndjson --all --to crate://crate@localhost:4200/

      A letter is applied where it was in the stream and with the time of its message:
      what is newer in the target stays, and the letter is closed as superseded.
      Letters that wait behind it go along, in their order. Running it twice changes
      nothing.

      "
    `);
  });

  it('of discard', async () => {
    expect(await help('discard')).toMatchInlineSnapshot(`
      "Usage: dray dead-letters discard [options] [id...]

      Close open dead letters that nobody needs; they stay closed when their record is
      delivered again.

      Arguments:
        id                      ids of letters

      Options:
        --to <url>              target: crate://…, postgresql://… or pglite:DIR
                                (default: SINK_URL, else the configuration)
        --pipeline <name>       name of the pipeline (default: PIPELINE, else the
                                stream)
        --stream <name>         name or ARN of the Kinesis stream (default:
                                KINESIS_STREAM, else the configuration)
        --profile <name>        profile of the AWS configuration files
        --region <name>         AWS region
        --endpoint-url <url>    another address than AWS's own, for every service
        --config <file>         configuration file (default: drayage.config.yaml or
                                .json in this folder)
        --output <format>       how to print the result (choices: "table", "json",
                                default: "table")
        --table <schema.table>  letters of one source table
        --code <code>           letters of one code
        --all                   every open letter of the pipeline
        --yes                   do not ask before discarding more than one
        -h, --help              display help for command

      Examples:
        $ dray dead-letters discard 1f0c4f6f9b7e4d4c8f1f0a9be35d2c11
        $ dray dead-letters discard --table public.orders --code not-dms --yes

      "
    `);
  });
});

describe('dray dead-letters', () => {
  const TO = ['--to', 'pglite:', '--pipeline', 'p'];

  it.each([
    [['show', ...TO], "missing required argument 'id'"],
    [['retry', ...TO], 'No letters are selected.'],
    [['discard', ...TO], 'No letters are selected.'],
    [['retry', 'x', '--all', ...TO], '--all goes with no other selection.'],
    [['list', '--table', 'orders', ...TO], '--table: orders names no table.'],
    [['list', '--code', 'nope', ...TO], '--code: nope is none.'],
    [['list', '--limit', 'many', ...TO], '--limit is not a number from 1.'],
    [['list', '--output', 'xml', ...TO], "'xml' is invalid"],
    [['mend', ...TO], "unknown command 'mend'"],
    [['list', '--to', 'pglite:'], 'The name of the pipeline is missing.'],
    [['list', '--pipeline', 'p'], 'The target is missing.'],
    [['list', '--to', 'mysql://x', '--pipeline', 'p'], 'target.url'],
    [['retry', '--all', '--from', 'no-such-folder/x', ...TO], 'ENOENT'],
  ])('answers 2 to %j', async (args, complaint) => {
    const { code, stdout, stderr } = await runDray(['dead-letters', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(complaint);
  });

  it('takes target and pipeline from the environment as the sink does', async () => {
    const env = { SINK_URL: 'pglite:', KINESIS_STREAM: 'arn:aws:kinesis:eu-central-1:123456789012:stream/orders' };
    expect(await runDray(['dead-letters', 'list'], { env })).toEqual({
      code: 0,
      stdout: 'No dead letters.\n',
      stderr: 'Warning: the pipeline orders is unknown in this target; it holds: nothing of Drayage.\n',
    });
  });

  it('finds a target that is in a secret', async () => {
    const secretArn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:x-AbCdEf';
    const { aws, calls } = fakeAws({
      GetSecretValueCommand: (): GetSecretValueCommandOutput => ({ $metadata: {}, SecretString: '{"url":"pglite:"}' }),
    });
    const env = { SINK_URL_SECRET_ARN: secretArn, PIPELINE: 'p' };
    expect(await runDray(['dead-letters', 'list'], { env, aws })).toEqual({
      code: 0,
      stdout: 'No dead letters.\n',
      stderr: 'Warning: the pipeline p is unknown in this target; it holds: nothing of Drayage.\n',
    });
    expect(calls()).toEqual([{ name: 'GetSecretValueCommand', input: { SecretId: secretArn } }]);
  });
});
