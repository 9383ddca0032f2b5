import type { MysqlFacts } from './mysql-facts.js';
import type { PostgresFacts } from './postgres-facts.js';

/** What is known of a source database; its engine tells which. */
export type SourceFacts = PostgresFacts | MysqlFacts;
