import type { SourceEngine } from '@drayage/doctor';

/** A value as the source’s driver gives it, with numbers and times as text. */
export type SourceRow = Readonly<Record<string, unknown>>;

/** One connection to the source. All methods reject with `SourceError` only. */
export interface SourceSession {
  readonly engine: SourceEngine;
  /** Who is logged in. */
  readonly user: string;
  /** Runs one statement; `parameters` are `$1` at PostgreSQL and `?` at MySQL. */
  query(sql: string, parameters?: readonly unknown[]): Promise<readonly SourceRow[]>;
  close(): Promise<void>;
}
