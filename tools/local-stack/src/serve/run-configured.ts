import { readFile } from 'node:fs/promises';
import { loadConfig } from '@drayage/config';
import { runSink, type ServeContext } from './run-sink.ts';
import { configuredWelcome } from './welcome.ts';

/** Runs the sink on what is configured: `by` says where. Returns the exit code. */
export async function runConfigured(context: ServeContext, by: string): Promise<number> {
  const page = await findPage(context);
  return runSink({ ...context, cwd: context.root, page, welcome: configuredWelcome({ page: page ?? '', by }) });
}

/** Where the sink will listen. What is wrong with the configuration is for the sink itself to say. */
async function findPage({ env, root }: ServeContext): Promise<string | undefined> {
  const result = await loadConfig({ env, flags: {}, cwd: root, readFile: (path) => readFile(path, 'utf8') });
  if (!result.ok || result.config.http.port === 0) return undefined;
  const { host, port } = result.config.http;
  return `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
}
