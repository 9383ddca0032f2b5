import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { generateCreateTable } from '@drayage/dms-simulator';
import { build } from 'esbuild';
import { distinctMessages } from '../workload/workload.ts';

const CLI = fileURLToPath(new URL('../../../../apps/cli', import.meta.url));
/** Says at the exit how much memory the process had at most, in KiB. */
const TELL_PEAK = `data:text/javascript,process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS+'\\n'))`;

export interface MemoryMeasures {
  readonly peakRssMb: number;
  readonly recordsPerSecond: number;
  readonly fileMb: number;
}

/** Replays a generated file by the real `dray replay`, in a process of its own, into the server at `url`. */
export async function measureMemory(url: string, records: number): Promise<MemoryMeasures> {
  const folder = await mkdtemp(join(tmpdir(), 'drayage-bench-'));
  try {
    const file = join(folder, 'capture.ndjson');
    let bytes = 0;
    const lines = function* (): Iterable<string> {
      yield `${generateCreateTable().data}\n`;
      for (const message of distinctMessages(records)) {
        bytes += message.length + 1;
        yield `${message}\n`;
      }
    };
    await pipeline(Readable.from(lines()), createWriteStream(file));
    const program = await buildProgram(folder);
    const { stdout, stderr } = await run(program, ['replay', file, '--to', url, '--output', 'json'], folder);
    const { seconds } = JSON.parse(stdout) as { readonly seconds: number };
    const peakKib = Number(/^peak (\d+)$/m.exec(stderr)?.[1]);
    return { peakRssMb: peakKib / 1024, recordsPerSecond: records / seconds, fileMb: bytes / 1024 / 1024 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The program as it is released, without the loader that runs TypeScript; with everything in it, as no package is built here. */
async function buildProgram(folder: string): Promise<string> {
  await build({
    absWorkingDir: CLI,
    entryPoints: ['src/main.ts'],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // As released, a command is loaded when it is called for.
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    conditions: ['@drayage/source'],
    external: ['pg-native', '@electric-sql/*'],
    // CommonJS packages in the bundle ask for it, which modules do not have.
    banner: {
      js: `import { createRequire as requireMaker } from 'node:module'; const require = requireMaker(import.meta.url);`,
    },
    logLevel: 'warning',
  });
  return join(folder, 'main.mjs');
}

async function run(program: string, args: readonly string[], cwd: string): Promise<{ stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ['--import', TELL_PEAK, program, ...args], {
    cwd,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`dray replay ended with ${code ?? 'a signal'}: ${stderr}`);
  return { stdout, stderr };
}
