import { describe } from 'vitest';
import type { SinkDatabase } from '../../client/sink-database.js';
import { useTestTarget } from '../../testing/use-test-target.js';
import { badRows } from './bad-rows.js';
import { columnRetypes } from './column-retypes.js';
import { eras } from './eras.js';
import { expiredMemory } from './expired-memory.js';
import { keyedRows } from './keyed-rows.js';
import { keylessRows } from './keyless-rows.js';
import { loadCompletion } from './load-completion.js';
import { parkedKeys } from './parked-keys.js';
import { refusedKeys } from './refused-keys.js';
import { schemaEvolution } from './schema-evolution.js';
import { schemaFaults } from './schema-faults.js';
import { schemaPolicy } from './schema-policy.js';
import { sharedMemory } from './shared-memory.js';
import { suspendedTables } from './suspended-tables.js';
import { tableChanges } from './table-changes.js';
import { tableRenames } from './table-renames.js';
import { universalMapping } from './universal-mapping.js';
import { unknownTables } from './unknown-tables.js';
import { valueKinds } from './value-kinds.js';

/** What the writer does, whatever the database: the same suite runs on each. */
export function writerBehaviours(open: () => Promise<SinkDatabase>): void {
  const target = useTestTarget(open);

  const suite = { target };
  describe('rows of a table with a key', () => keyedRows(suite));
  describe('rows of a table without a key', () => keylessRows(suite));
  describe('rows that the database refuses', () => badRows(suite));
  describe('keys that the database refuses', () => refusedKeys(suite));
  describe('changes behind a dead letter', () => parkedKeys(suite));
  describe('suspended tables', () => suspendedTables(suite));
  describe('eras', () => eras(suite));
  describe('ends of loads', () => loadCompletion(suite));
  describe('changes of tables', () => tableChanges(suite));
  describe('columns that change at the source', () => schemaEvolution(suite));
  describe('columns that get another type with a load', () => columnRetypes(suite));
  describe('tables that are renamed or dropped', () => tableRenames(suite));
  describe('schema changes by policy', () => schemaPolicy(suite));
  describe('schema changes that break off', () => schemaFaults(suite));
  describe('tables nobody told of', () => unknownTables(suite));
  describe('processes of one pipeline', () => sharedMemory(suite));
  describe('what is remembered of rows', () => expiredMemory(suite));
  describe('kinds of values', () => valueKinds(suite));
  describe('the universal mapping', () => universalMapping(suite));
}
