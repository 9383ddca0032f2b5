import { expect, it } from 'vitest';
import { explainFailure } from './explain-failure.js';

it.each([
  ['The IAM Role arn:aws:iam::1:role/dms-vpc-role is not configured properly', 'no role dms-vpc-role'],
  [
    'No tables were found at task initialization. Either the selected table(s) no longer exist',
    'No table of the source matches',
  ],
  ["Exact schema and table required when using object mapping rule with '3.5' engine", 'wildcard'],
  ['ERROR: replication slot "abc_00016402" is active for PID 17', 'Another reader holds the replication slot'],
  ['ERROR: all replication slots are in use', 'no free replication slot'],
  ['logical decoding requires wal_level >= logical', 'does not write what logical decoding needs'],
  ['requested WAL segment 0000000100000000000000A1 has already been removed', 'has removed WAL'],
  ['Could not find first log file name in binary log index file', 'has removed binlogs'],
  ['Read invalid event from binlog', 'cannot read'],
  [
    'ProvisionedThroughputExceededException: Rate exceeded for shard shardId-000000000000',
    'takes less than DMS writes',
  ],
  ['Test Endpoint failed: Unable to retrieve secret from SecretsManager', 'cannot read the secret'],
  ['FATAL: password authentication failed for user "dms"', 'does not accept user and password'],
  ['no pg_hba.conf entry for host "10.0.0.1", user "dms", database "shop", SSL off', 'without TLS'],
  ['could not connect to server: Connection timed out', 'cannot reach the server'],
  [
    'Test Endpoint failed: Application-Status: 1020912, Application-Message: Failed to connect Network error has occurred',
    'cannot reach the server',
  ],
  ['could not translate host name "db " to address: Name or service not known', 'finds no server of this name'],
  ["Failed to connect. Unknown MySQL server host 'db ' (-2)", 'finds no server of this name'],
  ['Failed to connect. password authentication failed for user "dms"', 'does not accept user and password'],
  ['ERROR: must be superuser or replication role to use replication slots', 'may not replicate'],
  ['ERROR: permission denied to use replication slots', 'may not replicate'],
  ['ERROR: could not access file "pglogical": No such file or directory', 'does not have the plugin'],
  ['Invalid task settings JSON', 'does not take'],
  ['User is not authorized to perform: kinesis:PutRecords', 'may not do what it has to'],
  ['Stop Reason STOPPED: No space left on device', 'ran out of disk'],
  ['Stop Reason STOPPED_DUE_TO_LOW_DISK', 'ran out of disk'],
  ['Stop Reason STOPPED_DUE_TO_LOW_MEMORY', 'ran out of memory'],
])('explains %j', (message, cause) => {
  const explained = explainFailure(message);
  expect(explained?.cause).toContain(cause);
  expect(explained?.remedy).toMatch(/\S{3,}/);
});

it.each([
  ['ERROR: replication slot "abc" is active for PID 17', 'SELECT pg_drop_replication_slot(…);'],
  ['Could not find first log file name', "CALL mysql.rds_set_configuration('binlog retention hours', 72);"],
  ['ERROR: permission denied to use replication slots', 'ALTER ROLE … REPLICATION;'],
])('ends with a statement that can be copied: %j', (message, statement) => {
  expect(explainFailure(message)?.remedy.endsWith(` ${statement}`)).toBe(true);
});

it('says nothing of what it does not know', () => {
  expect(explainFailure('Last Error Task error notification received from subtask 3')).toBeUndefined();
});
