/** Stands in a statement where the password of the user is put when it runs: a plan holds no secret. */
export const PASSWORD_PLACEHOLDER = "'<password>'";

export interface PreparationStep {
  readonly id: string;
  /** What it does, for the operator. */
  readonly what: string;
  /** In order; may hold `PASSWORD_PLACEHOLDER`. None: `afterwards` says what a person has to do. */
  readonly statements: readonly string[];
  /** What the operator has to do afterwards for it to have effect; empty: nothing. */
  readonly afterwards: string;
}

/** No statement does it, or not one of the user that reads: a person has to. */
export function isByHand({ statements, afterwards }: PreparationStep): boolean {
  return statements.length === 0 && afterwards !== '';
}

export interface PreparationOptions {
  /** Make the user of AWS DMS where there is none. */
  readonly createUser: boolean;
  /** Make the objects by which AWS DMS notices DDL at a PostgreSQL source. */
  readonly ddlAudit: boolean;
  /** PostgreSQL: write whole rows of tables without a usable primary key into the WAL. */
  readonly replicaIdentityFull: boolean;
  /** PostgreSQL: let the user make the table of its heartbeat in the schema that the facts name. */
  readonly heartbeat: boolean;
  /** PostgreSQL: let the user see the sessions of others and every setting, which the doctor looks at. */
  readonly monitor: boolean;
  /** PostgreSQL: change what somebody chose and what loses changes: replica identities, UNLOGGED, a small limit of WAL. */
  readonly mend: boolean;
  /** PostgreSQL: install the extension, as AWS DMS takes it for its plugin when it is there. */
  readonly pglogical: boolean;
  /** MySQL, MariaDB: how long binary logs are kept at least; `undefined`: a day, and three where it is less. */
  readonly binlogRetentionHours: number | undefined;
}

export const DEFAULT_PREPARATION: PreparationOptions = {
  createUser: true,
  ddlAudit: true,
  replicaIdentityFull: false,
  heartbeat: true,
  monitor: true,
  mend: false,
  pglogical: false,
  binlogRetentionHours: undefined,
};

/** Everything that a finding may ask for; `--fix` takes out of it what was found. */
export const WHOLE_PREPARATION: PreparationOptions = { ...DEFAULT_PREPARATION, replicaIdentityFull: true, mend: true };
