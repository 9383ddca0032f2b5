import type { Finding, Severity } from '../finding.js';

interface SourceTexts {
  readonly what: string;
  readonly whyItMatters: string;
  readonly remedy: string;
  /** The step of the preparation that mends it. */
  readonly step?: string | undefined;
}

/** A finding about the source. */
export function sourceFinding(
  id: string,
  severity: Severity,
  subject: string,
  { step, ...texts }: SourceTexts,
): Finding {
  return {
    id,
    severity,
    area: 'source',
    subject,
    ...texts,
    ...(step === undefined ? {} : { fix: { kind: 'source', step } }),
  };
}

const MINUTE = 60;

/** From how long on an open transaction holds up the start of a replication noticeably. */
export const LONG_TRANSACTION_SECONDS = 5 * MINUTE;

export function duration(seconds: number): string {
  if (seconds < 2 * MINUTE) return `${seconds} s`;
  return seconds < 120 * MINUTE ? `${Math.floor(seconds / MINUTE)} min` : `${Math.floor(seconds / 60 / MINUTE)} h`;
}

export function bytes(count: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, count)) / 10));
  return `${Math.round((count / 1024 ** power) * 10) / 10} ${units[power] ?? ''}`;
}

export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** Statements to run as they stand, and what to do then. */
export function statementsThen(statements: readonly string[], afterwards = ''): string {
  return [...statements.map((statement) => `${statement};`), ...(afterwards === '' ? [] : [afterwards])].join(' ');
}
