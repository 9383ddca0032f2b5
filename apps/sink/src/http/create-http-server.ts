import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';

import type { ProbeReport, SinkView } from '../report/sink-view.js';
import type { PageAsset } from './page-assets.js';

export interface HttpServerOptions {
  readonly view: SinkView;
  readonly assets: ReadonlyMap<string, PageAsset>;
  /** Called with an error of a handler; the client gets no details. */
  readonly onError: (error: unknown) => void;
}

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The sink’s HTTP: read-only, without a password, so meant for loopback or a network that is trusted. */
export function createHttpServer({ view, assets, onError }: HttpServerOptions): FastifyInstance {
  const server = fastify({ logger: false, forceCloseConnections: true, requestTimeout: 10_000 });
  server.addHook('onSend', (_request, reply, payload, done) => {
    reply.headers(HEADERS);
    done(null, payload);
  });
  server.setErrorHandler(async (error, _request, reply) => {
    const status = statusOf(error);
    if (status >= 500) {
      onError(error);
    }
    return reply.code(status).send({
      error: status >= 500 ? 'The sink could not answer. Its log says why.' : 'The request cannot be understood.',
    });
  });
  server.setNotFoundHandler(async (_request, reply) =>
    reply.code(404).send({ error: 'Not here. Try /, /status, /metrics, /healthz or /readyz.' }),
  );

  server.get('/status', async (_request, reply) => fresh(reply).send(view.status()));
  server.get('/api/history', async (_request, reply) => fresh(reply).send(view.samples()));
  server.get('/healthz', async (_request, reply) => sendProbe(reply, view.health()));
  server.get('/readyz', async (_request, reply) => sendProbe(reply, await view.readiness()));
  server.get('/metrics', async (_request, reply) =>
    fresh(reply)
      .type('text/plain; version=0.0.4; charset=utf-8')
      .send(await view.metrics()),
  );
  for (const [path, asset] of assets) {
    server.get(path, async (request, reply) => sendAsset(reply, asset, request.headers['if-none-match']));
  }
  return server;
}

function sendProbe(reply: FastifyReply, report: ProbeReport): FastifyReply {
  return fresh(reply)
    .code(report.ok ? 200 : 503)
    .send(report);
}

function sendAsset(
  reply: FastifyReply,
  { body, contentType, etag }: PageAsset,
  known: string | undefined,
): FastifyReply {
  reply.headers({ etag, 'cache-control': 'no-cache' });
  return known === etag ? reply.code(304).send() : reply.type(contentType).send(body);
}

function fresh(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store');
}

function statusOf(error: unknown): number {
  const status: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'statusCode') : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
