import { describe, expect, it } from 'vitest';
import { runDray } from './testing/run-dray.js';
import { VERSION } from './version.js';

describe('dray', () => {
  it('alone prints its help to standard error and answers 2', async () => {
    const { code, stdout, stderr } = await runDray([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: dray \[options\] \[command\]/);
  });

  it('prints its version', async () => {
    expect(await runDray(['--version'])).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
  });

  it('prints its help', async () => {
    const { code, stdout } = await runDray(['--help']);
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "Usage: dray [options] [command]

      Operate a Drayage pipeline: AWS DMS through Kinesis into CrateDB.

      Options:
        -V, --version                output the version number
        -h, --help                   display help for command

      Commands:
        synth                        Write the CloudFormation templates of a pipeline
                                     into a folder. (checkout only)
        diff                         Show what a deployment would change. (checkout
                                     only)
        deploy                       Make a pipeline, or bring it up to what its
                                     configuration says. (checkout only)
        destroy                      Take a pipeline away, in order. (checkout only)
        status [options]             Look at the whole pipeline at once.
        tables [options]             Show DMS's table statistics.
        doctor [options]             Find what is wrong before rows are lost, or why
                                     they are.
        logs [options]               Show the logs of the replication, the database,
                                     the function or the container.
        start [options]              Start the replication for the first time.
        stop [options]               Stop the replication.
        resume [options]             Let the replication go on where it stopped.
        reload [options] [table...]  Load tables again, or say that their load is
                                     complete.
        test-connection [options]    Test whether AWS DMS reaches the source and the
                                     stream.
        dead-letters                 See, retry and discard records that could not be
                                     applied.
        checkpoints                  See and move how far the stream is applied.
        peek [options]               Show records of the stream, decoded.
        capture [options] <file>     Write the stream into a file that dray replay
                                     reads.
        plan [options]               Show what the sink would do with the stream, and
                                     write nothing.
        replay [options] <file>      Apply a capture of DMS messages to a target.
        lambda                       The sink as a Lambda function.
        image                        Build the function's image and push it to ECR.
        stack                        See, mend and delete the CloudFormation stack.
        source                       Prepare the source database for AWS DMS.
        mappings                     Which tables AWS DMS replicates, and how their
                                     rows are spread.
        config                       Check the configuration, and print its schema.
        help [command]               display help for command
      "
    `);
  });

  it('prints the help of replay, with examples and exit codes', async () => {
    const { code, stdout } = await runDray(['replay', '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "Usage: dray replay [options] <file>

      Apply a capture of DMS messages to a target.

      Arguments:
        file                   ndjson capture, or - for standard input

      Options:
        --to <url>             target: crate://…, postgresql://… or pglite:DIR
        --mapping <mapping>    column for column, or pk/data/aux objects (choices:
                               "direct", "universal")
        --config <file>        configuration file, for everything else about how rows
                               are written
        --stream-name <name>   the stream's name in positions, in place of the
                               capture's own
        --pipeline <name>      name under which drayage.* rows are kept (default:
                               PIPELINE, else "replay")
        --adopt                take over target tables that hold rows and belong to no
                               pipeline
        --dead-letters <file>  keep dead letters in this file, not in the target
        --dry-run              print DDL, statements and counts; write nothing
        --connections <n>      parallel connections to the target (default: 2)
        --output <format>      how to print the result (choices: "table", "json",
                               default: "table")
        -h, --help             display help for command

      Examples:
        $ dray replay capture.ndjson --to crate://crate@localhost:4200/
        $ dray replay capture.ndjson --to pglite:./scratch --output json
        $ zcat capture.ndjson.gz | dray replay - --to crate://crate@localhost:4200/ --mapping universal
        $ dray replay capture.ndjson --to crate://crate@localhost:4200/ --dry-run
        $ dray replay capture.ndjson --to crate://crate@localhost:4200/ --dead-letters letters.ndjson

      Lines are DMS messages, bare or with a "kinesis" object beside them. Running it
      twice changes nothing.
      Exit codes: 0 done, 1 failure, 2 usage or configuration, 3 done but some records
      became dead letters, 130 interrupted.

      "
    `);
  });

  it('shows what would move the cursor, of whatever is named in an error', async () => {
    const { stderr } = await runDray(['status', '--interval', '\u001B[2J', '--watch', '--replication', 'x']);
    const { stderr: named } = await runDray(['replay', 'no\u001B[2Jfile', '--to', 'pglite:']);
    expect(stderr + named).not.toContain('\u001B');
    expect(named).toContain('no\\x1b[2Jfile');
  });

  it.each([
    [['nope'], "unknown command 'nope'"],
    [['--nope'], "unknown option '--nope'"],
    [['replay', '--to', 'pglite:'], "missing required argument 'file'"],
    [['replay', 'x.ndjson'], "required option '--to <url>' not specified"],
    [['replay', 'x.ndjson', 'y.ndjson', '--to', 'pglite:'], 'too many arguments'],
    [['replay', 'x.ndjson', '--to', 'pglite:', '--mapping', 'both'], "'both' is invalid"],
    [['replay', 'x.ndjson', '--to', 'pglite:', '--output', 'xml'], "'xml' is invalid"],
  ])('answers 2 to %j and says where help is', async (args, complaint) => {
    const { code, stdout, stderr } = await runDray(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(complaint);
    expect(stderr).toContain('--help');
  });

  it('lets no foreign text move the cursor in what it says went wrong', async () => {
    const { code, stderr } = await runDray(['mappings', 'json', '--lock', 'e\u001B[2Jvil.yaml']);
    expect(code).toBe(2);
    expect(stderr).toContain('e\\x1b[2Jvil.yaml');
    expect(stderr).not.toContain('\u001B');
  });
});
