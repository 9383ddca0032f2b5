import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTunnel, type TunnelOptions } from './source-tunnel.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drayage-tunnel-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A program called aws, which takes no SIGINT while the plugin that it starts runs: as the real one. */
async function fakeAws(script: string): Promise<TunnelOptions> {
  await writeFile(
    join(folder, 'aws'),
    `#!/bin/sh\ntrap '' INT\necho $$ > '${folder}/aws.pid'\nprintf '%s\\n' "$*" > '${folder}/words'\n${script}\n`,
  );
  await chmod(join(folder, 'aws'), 0o755);
  return {
    bastionId: 'i-0a',
    host: 'db.internal',
    port: 5_432,
    env: { PATH: `${folder}:${process.env['PATH'] ?? ''}` },
    signal: new AbortController().signal,
  };
}

const plugin = (commands: string): string =>
  `sh -c 'trap "" INT; echo $$ > "${folder}/plugin.pid"; ${commands}' & PLUGIN=$!\nwait $PLUGIN`;

async function isAlive(name: string): Promise<boolean> {
  const pid = Number(await readFile(join(folder, name), 'utf8'));
  try {
    process.kill(pid, 0);
    // What has ended and whose parent is gone may wait for somebody to take note of it.
    return !/\) Z /.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''));
  } catch {
    return false;
  }
}

const ended = (name: string): Promise<boolean> => vi.waitUntil(async () => !(await isAlive(name)), { timeout: 5_000 });

describe('a tunnel', () => {
  it('is open when the plugin says so, and takes CLI and plugin with it when it closes', async () => {
    const options = await fakeAws(plugin('echo Waiting for connections...; while :; do sleep 0.1; done'));
    const tunnel = await openTunnel(options);
    expect(await readFile(join(folder, 'words'), 'utf8')).toContain(
      `--target i-0a --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters {"host":["db.internal"],"portNumber":["5432"],"localPortNumber":["${tunnel.port}"]}`,
    );
    expect(await isAlive('plugin.pid')).toBe(true);
    await tunnel.close();
    expect([await ended('aws.pid'), await ended('plugin.pid')]).toEqual([true, true]);
  });

  it('is ended by force where the programs do not end when asked', { timeout: 20_000 }, async () => {
    const stubborn = plugin('trap "" TERM; echo Waiting for connections...; while :; do sleep 0.1; done');
    const tunnel = await openTunnel(await fakeAws(`trap '' TERM\n${stubborn}`));
    await tunnel.close();
    expect([await ended('aws.pid'), await ended('plugin.pid')]).toEqual([true, true]);
  });

  it('closes at once where its session ended before', async () => {
    const tunnel = await openTunnel(await fakeAws(plugin('echo Waiting for connections...')));
    await ended('aws.pid');
    await tunnel.close();
    expect(await isAlive('aws.pid')).toBe(false);
  });

  it('that does not open leaves nothing behind, and says what the CLI said', async () => {
    const failing = await fakeAws('echo "SessionManagerPlugin is not found" >&2; exit 255');
    await expect(openTunnel(failing)).rejects.toMatchObject({
      code: 'no-tunnel',
      message: expect.stringContaining('SessionManagerPlugin is not found') as string,
    });
    await expect(openTunnel({ ...failing, env: { PATH: '/nowhere' } })).rejects.toMatchObject({ code: 'no-tunnel' });
  });

  it('is given up at an interruption, with CLI and plugin', async () => {
    const interruption = new AbortController();
    const options = await fakeAws(plugin('while :; do sleep 0.1; done'));
    const opening = openTunnel({ ...options, signal: interruption.signal });
    const failure = expect(opening).rejects.toThrow('SIGINT');
    await vi.waitUntil(() =>
      readFile(join(folder, 'plugin.pid'), 'utf8').then(
        (text) => text !== '',
        () => false,
      ),
    );
    interruption.abort(new Error('SIGINT'));
    await failure;
    expect([await ended('aws.pid'), await ended('plugin.pid')]).toEqual([true, true]);
  });
});
