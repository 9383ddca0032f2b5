import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { openSinkDatabase, parseTargetUrl, type SinkDatabase } from '@drayage/cratedb-writer';
import { cratedbUrl } from '@drayage/testing';
import type { HistoryCase } from './run/history-case.ts';
import { runHistory } from './run/run-history.ts';
import { HELP, parseSoakArguments, type SoakArguments } from './soak/command-line.ts';
import { describeCase } from './soak/describe-case.ts';
import { runSoak, type SoakFailure } from './soak/run-soak.ts';

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

function readArguments(): SoakArguments {
  try {
    return parseSoakArguments(process.argv.slice(2));
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    return process.exit(2);
  }
}

/** Names of this process. */
const runName = `h${process.pid.toString(36)}${(Date.now() % 1_000_000).toString(36)}`;

async function replay(database: SinkDatabase, file: string): Promise<boolean> {
  const history = JSON.parse(await readFile(file, 'utf8')) as HistoryCase;
  say(describeCase(history));
  const names = { schemaPrefix: `${runName}_`, pipeline: runName };
  const differences = await runHistory({ database, history, names, twice: true });
  say(differences.length === 0 ? 'The target ends as the source does.' : `Differences:\n  ${differences.join('\n  ')}`);
  return differences.length === 0;
}

async function soak(database: SinkDatabase, options: SoakArguments): Promise<boolean> {
  const seed = options.seed ?? Date.now() % 0x7fff_ffff;
  const { histories, ordering, hazards, maxShrinks } = options;
  say(`${histories} histories, ${ordering}, ${database.dialect}, --seed ${seed}`);
  const started = performance.now();
  const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const everyFew = Math.max(1, Math.floor(histories / 20));
  const result = await runSoak({
    ...{ database, seed, histories, ordering, hazards, runName, maxShrinks },
    onProgress: ({ done, messages }) => {
      if (done % everyFew === 0) say(`${done}/${histories} histories, ${messages} records, ${seconds()}`);
    },
    onShrink: (runs) => {
      if (runs % 50 === 0) say(`making the history smaller: ${runs} runs`);
    },
  });
  if (result.failure !== undefined) await tell(result.failure, options, seed);
  else say(`All ${result.histories} ended as their source, ${result.messages} records, ${seconds()}.`);
  return result.failure === undefined;
}

async function tell({ history, differences }: SoakFailure, { to }: SoakArguments, seed: number): Promise<void> {
  const file = join(tmpdir(), `drayage-history-${seed}-${process.pid}.json`);
  await writeFile(file, `${JSON.stringify(history, null, 1)}\n`);
  say(`\n${describeCase(history)}\n\nDifferences:\n  ${differences.join('\n  ')}\n`);
  say(`A history of seed ${seed} did not end as its source. To run it again:`);
  say(`  npm run soak -- --from-file ${file}${to === undefined ? '' : ` --to '${to}'`}`);
}

async function main(): Promise<number> {
  const options = readArguments();
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const address = parseTargetUrl(options.to ?? cratedbUrl() ?? 'pglite:');
  const database = await openSinkDatabase({ address, lanes: 2, applicationName: 'drayage-soak' });
  try {
    const isRight =
      options.fromFile === undefined ? await soak(database, options) : await replay(database, options.fromFile);
    return isRight ? 0 : 1;
  } finally {
    await database.close();
  }
}

process.exitCode = await main();
