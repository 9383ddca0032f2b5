export type SourceEngine = 'postgresql' | 'mysql' | 'mariadb';
/** `rds` is Amazon RDS or Aurora, where settings stand in parameter groups and nobody is a superuser. */
export type Hosting = 'rds' | 'self-managed';

/** A transaction that has been open for a while; without its statement, which may hold values. */
export interface OpenTransaction {
  /** Process id or thread id, for `pg_terminate_backend` or `KILL`. */
  readonly id: string;
  readonly user: string;
  readonly state: string;
  readonly openForSeconds: number;
  readonly application: string;
}
