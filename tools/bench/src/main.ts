import { availableParallelism, loadavg } from 'node:os';
import process from 'node:process';
import { startPgliteProcess } from '@drayage/testing';
import { HELP, parseBenchArguments, type BenchArguments, type BenchSize } from './command-line.ts';
import { measureDecode } from './measure/measure-decode.ts';
import { measureMemory } from './measure/measure-memory.ts';
import { measureTarget, type TargetMeasures } from './measure/measure-target.ts';
import { makeReport, renderReport, type Measures } from './report.ts';

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

function readArguments(): BenchArguments {
  try {
    return parseBenchArguments(process.argv.slice(2));
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    return process.exit(2);
  }
}

/** Work with a fresh PGlite, in a process of its own: its time is not the writer's. */
async function withPglite<T>(work: (url: string) => Promise<T>): Promise<T> {
  const server = await startPgliteProcess();
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}

async function measure(size: BenchSize): Promise<Measures> {
  const rounds = { count: size.rounds, warmUps: size.warmUps };
  const target = (url: string, laneCounts: readonly [number, ...number[]]): Promise<TargetMeasures> =>
    measureTarget({ url, records: size.targetRecords, rounds, laneCounts });
  say('decoding ...');
  const decode = await measureDecode(size.decodeMessages, rounds);
  say('PGlite ...');
  const pglite = await withPglite((url) => target(url, [1]));
  const crateUrl = process.env['CRATEDB_URL'] ?? '';
  say(crateUrl === '' ? 'CrateDB: left out, CRATEDB_URL is not set' : 'CrateDB ...');
  const cratedb = crateUrl === '' ? undefined : await target(crateUrl, [1, 4]);
  say('memory ...');
  const memory = await withPglite((url) => measureMemory(url, size.memoryRecords));
  return { decode, pglite, cratedb, memory };
}

const { output, help, size } = readArguments();
if (help) {
  process.stdout.write(HELP);
} else {
  const before = loadavg()[0] ?? 0;
  const started = performance.now();
  const measures = await measure(size);
  const report = makeReport(measures, {
    cpus: availableParallelism(),
    load: [before, loadavg()[0] ?? 0],
    node: process.version,
    seconds: (performance.now() - started) / 1000,
  });
  process.stdout.write(output === 'json' ? `${JSON.stringify(report)}\n` : renderReport(report));
}
