import { KINESIS_ENDPOINT_CASES } from './cases/kinesis-endpoint-cases.js';
import { MAPPING_CASES } from './cases/mapping-cases.js';
import { MYSQL_CASES } from './cases/mysql-cases.js';
import { POSTGRES_RIGHTS_CASES } from './cases/postgres-rights-cases.js';
import { POSTGRES_SERVER_CASES } from './cases/postgres-server-cases.js';
import { POSTGRES_SLOT_CASES } from './cases/postgres-slot-cases.js';
import { POSTGRES_TABLE_CASES } from './cases/postgres-table-cases.js';
import { REPLICATION_CASES } from './cases/replication-cases.js';
import { ROLE_CASES } from './cases/role-cases.js';
import { SINK_CASES } from './cases/sink-cases.js';
import { SOURCE_ENDPOINT_CASES } from './cases/source-endpoint-cases.js';
import { STACK_CASES } from './cases/stack-cases.js';
import { STREAM_CASES } from './cases/stream-cases.js';
import { TABLE_CASES } from './cases/table-cases.js';
import { TARGET_CASES } from './cases/target-cases.js';
import { TASK_CASES } from './cases/task-cases.js';
import { TRANSACTION_CASES } from './cases/transaction-cases.js';
import type { WrongCase } from './wrong-case.js';

/** What can be wrong, by the area or the rules that find it. */
export const ALL_CASES: readonly WrongCase[] = [
  ...KINESIS_ENDPOINT_CASES,
  ...MAPPING_CASES,
  ...MYSQL_CASES,
  ...POSTGRES_RIGHTS_CASES,
  ...POSTGRES_SERVER_CASES,
  ...POSTGRES_SLOT_CASES,
  ...POSTGRES_TABLE_CASES,
  ...REPLICATION_CASES,
  ...ROLE_CASES,
  ...SINK_CASES,
  ...SOURCE_ENDPOINT_CASES,
  ...STACK_CASES,
  ...STREAM_CASES,
  ...TABLE_CASES,
  ...TARGET_CASES,
  ...TASK_CASES,
  ...TRANSACTION_CASES,
];
