import { startChild, type Child, type ChildOptions } from '../process/start-child.ts';
import { DEMO_STREAM, streamEnvironment } from './demo-environment.ts';
import type { ServeArguments } from './read-arguments.ts';

/** The embedded parts, all running. */
export interface Stack {
  readonly databaseUrl: string;
  readonly kinesisEndpoint: string;
}

export interface StartStackOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly shop: ServeArguments['shop'];
  /** Called for each part as soon as it runs. */
  readonly onStarted: (child: Child) => void;
}

/** Where the embedded database is tried first: a number that stays the same is easier to remember. */
const DATABASE_PORT = 55_432;

const programOf = (name: string): URL => new URL(`../children/${name}.ts`, import.meta.url);

/** Starts stream and database side by side, and the shop as soon as there is a stream. */
export async function startStack({ env, shop, onStarted }: StartStackOptions): Promise<Stack> {
  async function start(options: ChildOptions): Promise<Child> {
    const child = await startChild(options);
    onStarted(child);
    return child;
  }

  async function startSource(): Promise<string> {
    const kinesis = await start({ name: 'The embedded Kinesis', program: programOf('kinesis'), env });
    const endpoint = `http://127.0.0.1:${kinesis.port}`;
    await start({
      name: 'The demo shop',
      program: programOf('shop'),
      args: shopArguments(shop),
      env: { ...streamEnvironment(env, endpoint) },
    });
    return endpoint;
  }

  async function startTarget(): Promise<string> {
    const args = [String(DATABASE_PORT)];
    const database = await start({ name: 'The embedded database', program: programOf('database'), args, env });
    return `postgresql://postgres@127.0.0.1:${database.port}/postgres`;
  }

  const [kinesisEndpoint, databaseUrl] = await Promise.all([startSource(), startTarget()]);
  return { kinesisEndpoint, databaseUrl };
}

function shopArguments({ changesPerSecond, seed, transactions, stateFile }: ServeArguments['shop']): readonly string[] {
  const changes = transactions === undefined ? [] : [`--changes=${transactions}`];
  const state = stateFile === undefined ? [] : [`--state=${stateFile}`];
  return [`--stream=${DEMO_STREAM}`, `--rate=${changesPerSecond}`, `--seed=${seed}`, ...changes, ...state];
}
