import type { Read } from './read.js';

export interface TargetFacts {
  readonly dialect: 'cratedb' | 'postgresql';
  /** The address, without the password. */
  readonly address: string;
  /** As whom the sink logs in. */
  readonly user: string;
  readonly version: Read<string>;
  /** Rights to make and read what the sink needs that its user lacks: on a schema (CrateDB) or the database (PostgreSQL). */
  readonly missingRights: Read<readonly MissingRights[]>;
  /** CrateDB: schemas in which the user of the sink may not write rows. */
  readonly missingWriteRights: Read<readonly string[]>;
  /** Tables of the pipeline, and of Drayage itself, with blocks against writes: `write` for the setting `blocks.write`. */
  readonly blockedTables: Read<readonly (TargetTableName & { readonly blocks: readonly string[] })[]>;
  /** CrateDB: those with a primary shard that is on no node. */
  readonly lostPrimaries: Read<readonly TargetTableName[]>;
  /** Tables of the pipeline that are not `live`. */
  readonly unfinishedTables: Read<readonly (TargetTableName & { readonly state: string; readonly reason: string })[]>;
  readonly openLetters: Read<number>;
}

export interface TargetTableName {
  readonly schema: string;
  readonly name: string;
}

export interface MissingRights {
  readonly on: 'schema' | 'database';
  readonly name: string;
  readonly rights: readonly string[];
}
