import { mkdir } from 'node:fs/promises';

import type { FastifyInstance } from 'fastify';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { createHttpServer } from '../http/create-http-server.js';
import { loadPageAssets } from '../http/page-assets.js';
import { shardStatus, tableStatus } from '../testing/fake-sink.js';
import { fakeView, hourOfSamples } from '../testing/fake-view.js';
import { openBrowser } from '../testing/open-browser.js';

const OUTPUT = new URL('../../test-output/', import.meta.url);
const HOSTILE = '<img src=x onerror="document.title=1">';
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 780 };
/** Headings of figures that are wider than their box. */
const CUT_HEADINGS = `[...document.querySelectorAll('.figure h2')]
  .filter((heading) => heading.scrollWidth > heading.clientWidth)
  .map((heading) => heading.textContent)`;

const { view, set, setStatus } = fakeView();
let browser: Browser;
let server: FastifyInstance;
let address: string;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  await mkdir(OUTPUT, { recursive: true });
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function serve(port: number): Promise<void> {
  server = createHttpServer({
    view,
    assets: await loadPageAssets(new URL('./', import.meta.url)),
    onError: (error) => complaints.push(String(error)),
  });
  address = await server.listen({ host: '127.0.0.1', port });
}

async function open(options: BrowserContextOptions): Promise<void> {
  page = await browser.newPage(options);
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address);
  await page.locator('#chart canvas').waitFor();
}

function textOf(selector: string): Promise<string | null> {
  return page.locator(selector).textContent();
}

function screenshot(name: string): Promise<Buffer> {
  return page.screenshot({ path: new URL(`${name}.png`, OUTPUT).pathname, fullPage: true });
}

function showBusySink(): void {
  const now = Date.now();
  const ago = (seconds: number) => new Date(now - seconds * 1_000).toISOString();
  set({ samples: hourOfSamples(now) });
  setStatus({
    pipeline: 'dms-orders-production',
    state: 'running',
    shards: [
      shardStatus({ shardId: 'shardId-000000000000', lagMs: 620, owner: 'sink-7c9f' }),
      shardStatus({
        shardId: 'shardId-000000000001',
        lagMs: 1_240,
        owner: 'sink-7c9f',
        sequenceNumber: '49590338271512557353758223161503106814194082470642712594',
      }),
      shardStatus({ shardId: 'shardId-000000000002', lagMs: null, owner: 'sink-2b1d', sequenceNumber: null }),
    ],
    tables: [
      tableStatus({
        name: 'orders',
        rowsWritten: 1_834_220,
        rowsDeleted: 1_204,
        lastChangeAt: ago(1),
        completeThrough: ago(2),
      }),
      tableStatus({
        name: 'order_lines',
        rowsWritten: 7_402_118,
        rowsDeleted: 4_410,
        lastChangeAt: ago(2),
        completeThrough: ago(2),
      }),
      tableStatus({
        name: 'customers',
        state: 'incomplete',
        rowsWritten: 88_412,
        rowsDeleted: 17,
        lastChangeAt: ago(40),
        deadLetters: 3,
        reason: '3 records could not be written: column attributes cannot be cast to object.',
        completeThrough: ago(2),
      }),
      tableStatus({
        name: 'invoices',
        state: 'incomplete',
        rowsWritten: 6_120,
        rowsDeleted: 3,
        lastChangeAt: ago(2_700),
        reason: 'DMS suspended the table (too many errors). Rows may be missing: reload the table.',
        completeThrough: ago(2_700),
      }),
      tableStatus({
        name: 'payments',
        state: 'suspended',
        rowsWritten: 12_004,
        lastChangeAt: ago(5_400),
        reason: 'The primary key was changed at the source. Reload the table.',
        completeThrough: ago(5_400),
      }),
      tableStatus({
        schema: 'sales',
        name: HOSTILE,
        state: 'loading',
        rowsWritten: 40_211,
        rowsDeleted: 0,
        lastChangeAt: ago(3),
        reason:
          'Its load is not known to have ended: its first change will tell, or DMS, or `dray reload --complete sales.x`.',
        completeThrough: null,
      }),
      tableStatus({
        schema: 'legacy',
        name: 'sessions',
        state: 'dropped-at-source',
        rowsWritten: 0,
        rowsDeleted: 0,
        lastChangeAt: null,
        completeThrough: null,
      }),
    ],
    completeThrough: ago(1.24),
    freshnessMs: 1_240,
    deadLetters: 3,
    rates: { recordsPerSecond: 1_312, rowsPerSecond: 1_174 },
    warnings: ['absentColumns is not stated: columns that an update lacks keep their value.'],
  });
}

beforeEach(async () => {
  complaints = [];
  showBusySink();
  await serve(0);
});
afterEach(async () => {
  await page.close();
  await server.close();
});

describe('on a wall screen', () => {
  beforeEach(() => open({ viewport: DESKTOP, colorScheme: 'light' }));

  it('shows freshness as one number and follows it', async () => {
    await vi.waitFor(async () => expect(await textOf('#freshness .number')).toBe('1.2s'), 10_000);
    expect(await textOf('#freshness-note')).toMatch(
      /^The target has all that came before \d\d:\d\d:\d\d, but for 3 tables that stand still\.$/,
    );
    setStatus({ freshnessMs: 83_000, tables: [tableStatus({ completeThrough: null, state: 'loading' })] });
    await vi.waitFor(async () => expect(await textOf('#freshness .number')).toBe('1:23min'), 10_000);
    expect(await page.locator('#freshness').getAttribute('data-tone')).toBe('bad');
    expect(await page.title()).toBe('1:23 min behind · dms-orders-production');
    expect(await textOf('#freshness-note')).toContain('one table that stands still');
    expect(complaints).toEqual([]);
  });

  it('writes the labels of the picture whole, the last one under its right edge too', async () => {
    await page.addInitScript(`
      window.labels = [];
      const { fillText } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
        const width = this.measureText(text).width;
        const left = x - (this.textAlign === 'center' ? width / 2 : this.textAlign === 'right' ? width : 0);
        window.labels.push({ text, isCut: left < 0 || left + width > this.canvas.width });
        fillText.call(this, text, x, y);
      };`);
    set({ samples: hourOfSamples(Date.UTC(2026, 2, 1, 16)) });
    await page.reload();
    await page.locator('#chart canvas').waitFor();
    const labels = () => page.evaluate<{ text: string; isCut: boolean }[]>('window.labels');
    const clocks = async () => (await labels()).filter(({ text }) => text.includes(':'));
    await vi.waitFor(async () => expect((await clocks()).length).toBeGreaterThan(3), 5_000);
    await screenshot('live-page-axis');
    expect((await labels()).filter(({ isCut }) => isCut)).toEqual([]);
  });

  it('updates the rows of a table in place', async () => {
    const row = page.locator('#tables tr', { hasText: 'public.orders' }).first();
    await row.waitFor();
    await page.evaluate(`document.querySelector('[data-key="public.orders"]').setAttribute('data-mark', 'same')`);
    setStatus({ tables: [tableStatus({ name: 'orders', rowsWritten: 424_242, rowsDeleted: 7, deadLetters: 1 })] });
    await vi.waitFor(
      async () => expect(await page.locator('[data-mark=same]').textContent()).toContain('424,242'),
      5_000,
    );
    expect(await page.locator('#tables tr').count()).toBe(1);
  });

  it('says which tables need somebody, and why', async () => {
    const alerts = page.locator('#alert-list li');
    expect(await alerts.allTextContents()).toEqual([
      'public.payments is suspendedThe primary key was changed at the source. Reload the table.',
      'public.customers is incomplete3 records could not be written: column attributes cannot be cast to object.',
      'public.invoices is incompleteDMS suspended the table (too many errors). Rows may be missing: reload the table.',
      'WarningabsentColumns is not stated: columns that an update lacks keep their value.',
    ]);
    expect(await alerts.first().isVisible()).toBe(true);
    expect(await textOf('#letters .number')).toBe('3');
    expect(await page.locator('#tables tr').first().textContent()).toContain('public.payments');
    await screenshot('live-page-light');
    setStatus({ tables: [tableStatus()], deadLetters: 0, warnings: [] });
    await page.locator('#alerts').waitFor({ state: 'hidden' });
  });

  it('shows a hostile table name as text', async () => {
    expect(await page.locator('#tables th', { hasText: HOSTILE }).isVisible()).toBe(true);
    expect(await page.locator('main img').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('says when the sink does not answer, and recovers by itself', async () => {
    const port = Number(new URL(address).port);
    await server.close();
    const banner = page.getByRole('alert');
    await banner.waitFor({ state: 'visible' });
    expect(await banner.textContent()).toMatch(
      /^Connection to the sink lost; trying again\. What you see is from \d\d:\d\d:\d\d\.$/,
    );
    expect(await page.title()).toBe('Connection lost · Drayage');
    expect(await textOf('#freshness .number')).toBe('1.2s');
    await screenshot('live-page-lost');
    await serve(port);
    await banner.waitFor({ state: 'hidden' });
    await vi.waitFor(async () => expect(await page.title()).toContain('behind'), 10_000);
  });

  it('starts without anything to show', async () => {
    setStatus({
      state: 'starting',
      shards: [],
      tables: [],
      completeThrough: null,
      freshnessMs: null,
      deadLetters: 0,
      rates: { recordsPerSecond: 0, rowsPerSecond: 0 },
      warnings: [],
    });
    set({ samples: { intervalMs: 5_000, times: [], recordsPerSecond: [], rowsPerSecond: [], lagMs: [] } });
    await page.reload();
    await vi.waitFor(async () => expect(await textOf('#state')).toBe('starting'), 10_000);
    expect(await page.getByText('No table has been seen yet.').isVisible()).toBe(true);
    await screenshot('live-page-empty');
    expect(complaints).toEqual([]);
  });
});

it('is dark where that is preferred', async () => {
  await open({ viewport: DESKTOP, colorScheme: 'dark' });
  expect(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')).toBe('rgb(12, 18, 20)');
  await screenshot('live-page-dark');
});

it.each(['light', 'dark'] as const)('fits a phone without scrolling sideways (%s)', async (colorScheme) => {
  await open({ viewport: PHONE, colorScheme, deviceScaleFactor: 2 });
  const width = await page.evaluate<number>('document.documentElement.scrollWidth');
  expect(width).toBe(PHONE.width);
  expect(await page.evaluate<string[]>(CUT_HEADINGS)).toEqual([]);
  expect(await page.locator('#tables tr').first().isVisible()).toBe(true);
  await screenshot(`live-page-phone-${colorScheme}`);
});
