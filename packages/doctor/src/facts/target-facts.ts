import type { Read } from './read.js';

export interface TargetFacts {
  readonly dialect: 'cratedb' | 'postgresql';
  /** The address, without the password. */
  readonly address: string;
  readonly version: Read<string>;
  /** Schemas that the sink needs, and the rights that its user lacks on each. */
  readonly missingRights: Read<readonly { readonly schema: string; readonly rights: readonly string[] }[]>;
  /** Tables with a block against writes, and which. */
  readonly blockedTables: Read<readonly { readonly schema: string; readonly name: string; readonly why: string }[]>;
  /** CrateDB: tables with a primary shard that is on no node. */
  readonly lostPrimaries: Read<readonly { readonly schema: string; readonly name: string }[]>;
  /** Tables of the pipeline that are not `live`. */
  readonly unfinishedTables: Read<
    readonly { readonly schema: string; readonly name: string; readonly state: string; readonly reason: string }[]
  >;
  readonly openLetters: Read<number>;
}
