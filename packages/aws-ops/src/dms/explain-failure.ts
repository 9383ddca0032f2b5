/** What a message of DMS means, and what to do. */
export interface FailureExplanation {
  readonly cause: string;
  readonly remedy: string;
}

interface KnownFailure extends FailureExplanation {
  readonly pattern: RegExp;
}

/**
 * What DMS says when it fails, by its text: it has no codes for these. The more exact come first.
 * Each is a symptom of the guide “Troubleshooting migration tasks” of AWS DMS, or of its pages on sources and endpoints.
 */
const KNOWN: readonly KnownFailure[] = [
  {
    pattern: /dms-vpc-role.*not configured|dms-vpc-role/i,
    cause: 'The account has no role dms-vpc-role, or IAM has not spread it yet.',
    remedy: 'Make the account roles (once for each account), wait a minute, and try again.',
  },
  {
    pattern: /no tables were found at task initialization/i,
    cause: 'No table of the source matches the table mappings.',
    remedy:
      'Correct the selection rules: names are case-sensitive, and the schema must exist. The user must be allowed to see the tables.',
  },
  {
    pattern: /exact schema and table required/i,
    cause: 'An object-mapping rule has a wildcard; DMS takes exact names there.',
    remedy: 'Write one object-mapping rule for each table.',
  },
  {
    pattern: /invalid task settings json/i,
    cause:
      'The task settings hold something that DMS does not take, often a part that it answers and does not take back (Logging.CloudWatchLogGroup, Logging.CloudWatchLogStream).',
    remedy: 'Take that part out, and change the settings while the replication is stopped.',
  },
  {
    pattern: /must be superuser or replication role|permission denied to (use replication slots|start wal sender)/i,
    cause: 'The user of the source may not replicate.',
    remedy:
      'dray source prepare gives it the right: on RDS by GRANT rds_replication TO …; elsewhere by ALTER ROLE … REPLICATION;',
  },
  {
    pattern: /could not access file "?(\$libdir\/)?(pglogical|test_decoding)/i,
    cause: 'The PostgreSQL source does not have the plugin that the slot is to use.',
    remedy:
      'Set PluginName of the source endpoint to test-decoding, or install the plugin (dray doctor --only source tells how).',
  },
  {
    pattern: /replication slot .*is active/i,
    cause: 'Another reader holds the replication slot, often an earlier run of this replication.',
    remedy:
      'Stop the other reader, or wait until wal_sender_timeout has passed. An orphan is removed by: SELECT pg_drop_replication_slot(…);',
  },
  {
    pattern: /all replication slots are in use/i,
    cause: 'The PostgreSQL source has no free replication slot.',
    remedy: 'Drop slots that nobody reads any more, or raise max_replication_slots (needs a restart).',
  },
  {
    pattern: /wal_level|logical decoding requires/i,
    cause: 'The PostgreSQL source does not write what logical decoding needs.',
    remedy: 'Set rds.logical_replication = 1 (RDS) or wal_level = logical, and restart the database.',
  },
  {
    pattern: /requested wal segment .* removed|can no longer get changes from replication slot/i,
    cause: 'The source has removed WAL that was not read yet: changes are lost.',
    remedy: 'Load everything again (dray reload --all), and raise max_slot_wal_keep_size or read sooner.',
  },
  {
    pattern: /could not find first log file|binary log.*(purged|not found|missing)|binlog.*(purged|truncated)/i,
    cause: 'The source has removed binlogs that were not read yet: changes are lost.',
    remedy:
      "Load everything again (dray reload --all), and raise the retention: CALL mysql.rds_set_configuration('binlog retention hours', 72);",
  },
  {
    pattern: /binlog_format|binary logging.*(must|not)|bin_?log.*(disabled|not enabled)/i,
    cause: 'The MySQL source does not write row-based binlogs.',
    remedy:
      'Set binlog_format = ROW and binlog_row_image = FULL; on RDS automated backups must be on. Restart where the source asks for it.',
  },
  {
    pattern: /bad event|read invalid event/i,
    cause: 'The binlog holds something that DMS cannot read, often an unsupported DDL statement.',
    remedy: 'Load everything again (dray reload --all).',
  },
  {
    pattern: /provisionedthroughputexceeded|rate exceeded for shard/i,
    cause: 'The stream takes less than DMS writes.',
    remedy: 'Add shards, with primary-key partition keys, or switch the stream to on-demand.',
  },
  {
    pattern: /secretsmanager|secret.*(access|retriev|not found)/i,
    cause: 'DMS cannot read the secret with the credentials of the source.',
    remedy:
      'Check that the role trusts dms.<region>.amazonaws.com, may read and decrypt the secret, and that the secret has username, password, host and port. In a VPC without a way out, an interface endpoint for Secrets Manager is needed.',
  },
  {
    pattern: /password authentication failed|access denied for user/i,
    cause: 'The source does not accept user and password.',
    remedy: 'Correct the secret or the endpoint; a stray space at the end of a password is a usual cause.',
  },
  {
    pattern: /no pg_hba\.conf entry|ssl (is )?required|require_secure_transport|ssl off/i,
    cause: 'The source refuses a connection without TLS, or from this address.',
    remedy:
      'Set SslMode of the source endpoint to require, and allow the address in pg_hba.conf where the server is your own.',
  },
  {
    pattern:
      /could not translate host name|unknown (mysql|mariadb)?\s?server host|name or service not known|no such host/i,
    cause:
      'DMS finds no server of this name: a stray blank or character in the host, or a name that its VPC does not resolve.',
    remedy:
      'Correct the host in the secret or the endpoint (dray doctor --only source-endpoint tells blanks), or take a name that the VPC resolves.',
  },
  {
    pattern:
      /timed? ?out|could not connect|can't connect|connection refused|network (is )?unreachable|network error|unable to connect|failed to connect/i,
    cause: 'DMS cannot reach the server: a security group, a route, or a missing VPC endpoint stands between.',
    remedy:
      'Let the database’s security group take 5432 or 3306 from DMS’s; give the subnets interface endpoints for Kinesis and Secrets Manager.',
  },
  {
    pattern: /not authorized to perform|accessdenied/i,
    cause: 'A role that DMS uses may not do what it has to.',
    remedy: 'Allow the action that the message names to the role that it names.',
  },
  {
    pattern: /low[ _]memory|out of memory/i,
    cause: 'The replication ran out of memory.',
    remedy: 'Take a larger instance or more capacity units, or load fewer tables at a time (MaxFullLoadSubTasks).',
  },
  {
    pattern: /low[ _]disk|no space left|disk (is )?full/i,
    cause: 'The replication ran out of disk, often by a long open transaction or a target that is slow.',
    remedy:
      'End long transactions at the source, give the instance more storage, and add shards if the stream throttles.',
  },
];

/** What a failure message of DMS means; `undefined` where it is not known here. */
export function explainFailure(message: string): FailureExplanation | undefined {
  const known = KNOWN.find(({ pattern }) => pattern.test(message));
  return known === undefined ? undefined : { cause: known.cause, remedy: known.remedy };
}
