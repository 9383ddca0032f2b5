/** A setting of the server that AWS DMS needs, and what is written where it is not so. */
export interface WantedSetting {
  readonly name: string;
  readonly wanted: string;
  /** Takes the value as it runs, in lower case and base units. */
  readonly isRight: (value: string) => boolean;
  /** What a change needs to have effect on a server of one’s own. */
  readonly change: 'restart' | 'reload';
}

const atLeast =
  (least: number) =>
  (value: string): boolean =>
    Number(value) >= least;

/** PostgreSQL: of a server of one’s own; RDS sets most of them by `rds.logical_replication`. */
export const POSTGRES_SETTINGS: readonly WantedSetting[] = [
  { name: 'wal_level', wanted: 'logical', isRight: (value) => value === 'logical', change: 'restart' },
  { name: 'max_replication_slots', wanted: '10', isRight: atLeast(1), change: 'restart' },
  { name: 'max_wal_senders', wanted: '10', isRight: atLeast(1), change: 'restart' },
  // Below ten seconds a pause of AWS DMS ends its session; from five minutes on it is not noticed that it is gone.
  {
    name: 'wal_sender_timeout',
    wanted: '60000',
    isRight: (value) => Number(value) === 0 || (Number(value) >= 10_000 && Number(value) < 300_000),
    change: 'reload',
  },
];

/** PostgreSQL: megabytes of WAL that a slot may keep, of a server where somebody set a limit. */
export const SLOT_LIMIT: WantedSetting = {
  name: 'max_slot_wal_keep_size',
  wanted: '10240',
  isRight: (value) => Number(value) === -1 || Number(value) >= 10_240,
  change: 'reload',
};
