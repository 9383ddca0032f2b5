/** What `npx nx serve sink` runs: the sink from source, on an embedded stack unless something else is configured. */
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chooseMode } from './serve/choose-mode.ts';
import { listenForStop } from './serve/listen-for-stop.ts';
import { readArguments, USAGE, type ServeArguments } from './serve/read-arguments.ts';
import { runConfigured } from './serve/run-configured.ts';
import { runDemo } from './serve/run-demo.ts';
import type { ServeContext } from './serve/run-sink.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const stopped = listenForStop();
const print = (text: string) => void process.stdout.write(`${text}\n`);
const context: ServeContext = { env: process.env, root, print, say: (text) => print(`serve  ${text}`), stopped };

async function serve(wanted: ServeArguments): Promise<number> {
  const mode = chooseMode({ env: process.env, demo: wanted.demo, files: await readdir(root) });
  return mode.kind === 'demo' ? runDemo(context, wanted) : runConfigured(context, mode.by);
}

function tryReadArguments(): ServeArguments | undefined {
  try {
    return readArguments(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return undefined;
  }
}

const given = tryReadArguments();
if (given === undefined) process.exit(2);
try {
  process.exit(await serve(given));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
