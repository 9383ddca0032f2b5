import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Stands before moto, and passes everything on as it is, but for one thing: moto writes the times of DMS as text where the
 * protocol has seconds since 1970. Python's SDK takes both, that of JavaScript does not.
 */
export async function startMotoTimes(port: number): Promise<{ readonly endpoint: string; stop(): void }> {
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const passed = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      const isDms = String(headers['x-amz-target'] ?? '').startsWith('AmazonDMS');
      if (!isDms) {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
        return;
      }
      void collect(answer).then((text) => {
        const body = withNumericTimes(text);
        outgoing
          .writeHead(answer.statusCode ?? 502, { ...answer.headers, 'content-length': Buffer.byteLength(body) })
          .end(body);
      });
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${own}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** `"2026-01-31T12:00:00.123456"` as `1769860800.123`; moto's times are in UTC and do not say so. */
export function withNumericTimes(json: string): string {
  return json.replaceAll(/"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?)(?:\+00:00|Z)?"/gu, (_text, time: string) =>
    String(Date.parse(`${time}Z`) / 1_000),
  );
}

async function collect(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
