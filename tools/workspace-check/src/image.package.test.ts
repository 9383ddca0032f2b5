import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readImageSettings } from './dockerfile.ts';
import { root } from './workspaces.ts';

interface Ended {
  readonly exitCode: number;
  readonly output: string;
}

/** Runs a command of the image: in its folder, with its environment and nothing of ours. */
function runAsImage(
  command: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>>,
): Promise<Ended> {
  const [program, ...rest] = command;
  if (program !== 'node') throw new Error(`The image runs node, not ${String(program)}`);
  return new Promise((resolve, reject) => {
    execFile(process.execPath, rest, { cwd, env: environment, timeout: 30_000 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code;
      if (typeof exitCode === 'number') resolve({ exitCode, output: stdout + stderr });
      else reject(new Error(`It did not exit by itself: ${stdout}${stderr}`, { cause: error }));
    });
  });
}

const image = readImageSettings('apps/sink/Dockerfile');
let folder: string;

beforeAll(async () => {
  // Outside the repository, where no folder above has a node_modules.
  folder = await mkdtemp(join(tmpdir(), 'drayage-image-'));
  await cp(join(root, 'apps/sink/dist'), folder, { recursive: true });
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("the image's entry command", () => {
  it('exits 2 without configuration, and says what is missing', async () => {
    const { exitCode, output } = await runAsImage(image.entrypoint, folder, image.environment);
    expect(output).toContain('SINK_URL');
    expect(output).not.toContain('ERR_MODULE_NOT_FOUND');
    expect(exitCode).toBe(2);
  });
});

describe("the image's health check", () => {
  let server: Server | undefined;

  afterEach(() => {
    server?.close();
    server = undefined;
  });

  /** Answers `/healthz` with this status, and returns the port. */
  async function listen(status: number): Promise<number> {
    const started = createServer((request, response) => {
      response.writeHead(request.url === '/healthz' ? status : 404).end();
    });
    server = started;
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
    return (started.address() as AddressInfo).port;
  }

  it.each([
    [200, 0],
    [503, 1],
  ])('on an answer of %d exits %d', async (status, exitCode) => {
    const environment = { ...image.environment, PORT: String(await listen(status)) };
    expect(await runAsImage(image.healthcheck, folder, environment)).toMatchObject({ exitCode });
  });

  it('exits 1 when nobody answers', async () => {
    const port = await listen(200);
    await new Promise((resolve) => server?.close(resolve));
    const environment = { ...image.environment, PORT: String(port) };
    expect(await runAsImage(image.healthcheck, folder, environment)).toMatchObject({ exitCode: 1 });
  });
});
