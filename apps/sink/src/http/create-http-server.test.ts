import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { fakeView } from '../testing/fake-view.js';
import { createHttpServer } from './create-http-server.js';
import { loadPageAssets } from './page-assets.js';

const { view, set } = fakeView();
const errors: unknown[] = [];
let server: FastifyInstance;

beforeEach(async () => {
  errors.length = 0;
  server = createHttpServer({
    view,
    assets: await loadPageAssets(new URL('../page/', import.meta.url)),
    onError: (error) => errors.push(error),
  });
});
afterEach(() => server.close());

it('serves the status with its fields', async () => {
  const response = await server.inject('/status');
  expect(response.headers['cache-control']).toBe('no-store');
  const body = response.json<Record<string, unknown>>();
  expect(Object.keys(body)).toEqual([
    'pipeline',
    'state',
    'shards',
    'tables',
    'completeThrough',
    'freshnessMs',
    'deadLetters',
    'rates',
    'warnings',
  ]);
  expect(body.shards).toEqual([
    expect.objectContaining({
      shardId: expect.any(String) as string,
      sequenceNumber: expect.any(String) as string,
      lagMs: 400,
      owner: 'me',
    }),
  ]);
  expect(body.rates).toEqual({ recordsPerSecond: 120, rowsPerSecond: 110 });
});

it.each([
  ['/healthz', 'health'],
  ['/readyz', 'ready'],
] as const)('answers %s with 200, or with 503 and the reasons', async (path, probe) => {
  set({ [probe]: { ok: true, reasons: [] } });
  expect((await server.inject(path)).statusCode).toBe(200);
  set({ [probe]: { ok: false, reasons: ['The target does not answer.'] } });
  const response = await server.inject(path);
  expect(response.statusCode).toBe(503);
  expect(response.json()).toEqual({ ok: false, reasons: ['The target does not answer.'] });
});

it('serves metrics as text and the history as columns', async () => {
  const metrics = await server.inject('/metrics');
  expect(metrics.headers['content-type']).toContain('text/plain; version=0.0.4');
  const history = (await server.inject('/api/history')).json<{ times: number[]; rowsPerSecond: number[] }>();
  expect(history.times).toHaveLength(history.rowsPerSecond.length);
});

describe('the live page', () => {
  it('comes with a policy that lets in nothing from elsewhere', async () => {
    const response = await server.inject('/');
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(response.headers['content-security-policy']).toContain("default-src 'none'");
    expect(response.headers['content-security-policy']).not.toContain('unsafe');
    expect(response.body).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  it('has every file it asks for', async () => {
    const { body } = await server.inject('/');
    const paths = [...body.matchAll(/(?:src|href)="([^"]+\.[a-z]+)"/g)].map(([, path]) => `/${path ?? ''}`);
    expect(paths).toContain('/vendor/uPlot.min.css');
    for (const path of [...paths, '/chart.js', '/vendor/uPlot.esm.js']) {
      expect((await server.inject(path)).statusCode, path).toBe(200);
    }
  });

  it('is not sent again while it is the same', async () => {
    const { headers } = await server.inject('/page.css');
    const again = await server.inject({ url: '/page.css', headers: { 'if-none-match': headers.etag } });
    expect(again.statusCode).toBe(304);
  });
});

it('answers anything else with 404, and files outside the page never', async () => {
  for (const path of [
    '/nothing',
    '/../package.json',
    '/%2e%2e/package.json',
    '/tsconfig.json',
    '/vendor/uPlot.esm.d.ts',
  ]) {
    expect((await server.inject(path)).statusCode, path).toBe(404);
  }
});

it('hides why it failed from the client and tells the log', async () => {
  const failing = createHttpServer({
    view: {
      ...view,
      status: () => {
        throw new Error('secret detail');
      },
    },
    assets: new Map(),
    onError: (error) => errors.push(error),
  });
  const response = await failing.inject('/status');
  expect(response.statusCode).toBe(500);
  expect(response.body).not.toContain('secret detail');
  expect(errors).toHaveLength(1);
});
