import { UsageError } from '@drayage/terminal';

const UNIT_MS: Readonly<Partial<Record<string, number>>> = {
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `15m`, `2h`, `1d`, or an ISO time; in milliseconds since 1970. @throws UsageError */
export function parseSince(text: string, nowMs: number): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/u.exec(text.trim()) ?? [];
  const unitMs = unit === undefined ? undefined : UNIT_MS[unit];
  if (amount !== undefined && unitMs !== undefined) return nowMs - Number(amount) * unitMs;
  const time = /^\d{4}-\d{2}-\d{2}/u.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new UsageError(
    '--since is neither a duration nor a time.',
    'For example --since 30m, --since 2h, or --since 2026-01-31T12:00:00Z.',
  );
}
