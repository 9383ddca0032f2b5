import { expect, it } from 'vitest';
import { freePort } from './free-port.ts';
import { startHttpProcess } from './http-process.ts';

async function start(script: string, program = process.execPath) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  return {
    url,
    stop: await startHttpProcess({
      name: 'toy',
      program,
      args: ['-e', script, String(port)],
      url,
      startTimeoutMs: 10_000,
    }),
  };
}

it('waits for the first answer, whatever it is, and ends the process', async () => {
  const { url, stop } = await start(
    `setTimeout(() => require('http').createServer((_, answer) => answer.writeHead(500).end()).listen(process.argv[1], '127.0.0.1'), 100)`,
  );
  expect((await fetch(url)).status).toBe(500);
  await stop();
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

it.each([
  [
    'has ended',
    `console.error('no port'); process.exit(3)`,
    'toy did not start:\nno port\n',
    'Ended with exit code 3.',
  ],
  [
    'was killed',
    `console.log('going'); process.kill(process.pid, 'SIGKILL')`,
    'toy did not start:\n',
    'Ended with SIGKILL.',
  ],
])('tells what a process printed that %s', async (_how, script, message, cause) => {
  await expect(start(script)).rejects.toMatchObject({
    message: expect.stringContaining(message) as string,
    cause: { message: cause },
  });
});

it('tells that there is no such program', async () => {
  await expect(start('', '/nowhere/python')).rejects.toMatchObject({
    message: expect.stringContaining('toy did not start') as string,
    cause: { code: 'ENOENT' },
  });
});
