import { z } from 'zod';
import { certificateArn } from './arn.js';

const REPLICATION_KINDS = ['serverless', 'classic'] as const;
const REPLICATION_TYPES = ['full-load', 'cdc', 'full-load-and-cdc'] as const;
export const SSL_MODES = ['none', 'require', 'verify-ca', 'verify-full'] as const;
const POSTGRESQL_PLUGINS = ['pglogical', 'test-decoding', 'no-preference'] as const;

/** The steps in which AWS DMS Serverless gives capacity; 1 unit is 2 GB of memory. */
export const CAPACITY_UNITS = [1, 2, 4, 8, 16, 32, 64, 128, 192, 256, 384] as const;

const capacityUnits = z.number().int().min(1).max(384);

/** How AWS DMS reads the source. */
export const replicationSection = z.strictObject({
  kind: z
    .enum(REPLICATION_KINDS)
    .default('serverless')
    .describe(
      '`serverless`: AWS sizes it between two limits. `classic`: an instance of a class that you choose, and a task.',
    ),
  type: z
    .enum(REPLICATION_TYPES)
    .default('full-load-and-cdc')
    .describe('What is replicated: the rows that are there (`full-load`), the changes (`cdc`), or both.'),
  minCapacityUnits: capacityUnits
    .default(1)
    .describe(`Serverless: least capacity, one of ${CAPACITY_UNITS.join(', ')}.`),
  maxCapacityUnits: capacityUnits
    .default(4)
    .describe(`Serverless: most capacity, one of ${CAPACITY_UNITS.join(', ')}.`),
  instanceClass: z
    .string()
    .regex(/^dms\.[a-z]\d[a-z]*\.[a-z0-9]+$/)
    .meta({ examples: ['dms.c6i.large'] })
    .default('dms.t3.medium')
    .describe('Classic: class of the replication instance, for example `dms.c6i.large`.'),
  engineVersion: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/)
    .meta({ examples: ['3.6.1'] })
    .optional()
    .describe(
      'Classic: version of the replication engine, for example `3.6.1`. Default: what AWS DMS takes, 3.5.4 when this was written; PostgreSQL 17 needs 3.6.1.',
    ),
  storageGiB: z
    .number()
    .int()
    .min(5)
    .max(6_144)
    .default(50)
    .describe('Classic: disk of the replication instance, in GiB.'),
  multiAz: z.boolean().default(false).describe('Keep a second replication ready in another availability zone.'),
  lobMaxKiB: z
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(512)
    .describe(
      'Longest text, JSON or binary value that travels, in KiB; it must fit into a record of the stream with room to spare.',
    ),
  sslMode: z
    .enum(SSL_MODES)
    .optional()
    .describe(
      'How AWS DMS encrypts the connection to the source. Default: `require` for PostgreSQL; of a demonstration with MySQL or MariaDB `verify-full`, by the authority of RDS. A MySQL or MariaDB that is there has no default: AWS DMS knows `verify-ca` and `verify-full` with `replication.certificateArn`, or `none`, which is plain text.',
    ),
  certificateArn: certificateArn
    .optional()
    .describe(
      'ARN of the certificate, imported into AWS DMS, that `verify-ca` and `verify-full` check the source against. Default of a demonstration: that of RDS.',
    ),
  plugin: z
    .enum(POSTGRESQL_PLUGINS)
    .default('test-decoding')
    .describe(
      'PostgreSQL: the decoder that the slot uses. `test-decoding` also carries updates of tables without a key, where their replica identity is full; `no-preference` takes pglogical where it is installed.',
    ),
  serverTimezone: z
    .string()
    .min(1)
    .optional()
    .describe(
      'MySQL and MariaDB: time zone of the server by its name, for example `Europe/Vienna`, where it is not UTC.',
    ),
  cdcStartPosition: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Classic, type `cdc`: where the changes begin, as AWS DMS writes it. PostgreSQL: a position in the log, such as `0/16E1F98`. MySQL and MariaDB: `mysql-bin.000123:4567`, or a recovery checkpoint.',
    ),
  slotName: z
    .string()
    .regex(/^[a-z0-9_]{1,63}$/)
    .meta({ examples: ['abcdefghijklmnop_00016402_5acc7a1d'] })
    .optional()
    .describe('PostgreSQL, type `cdc` with `replication.cdcStartPosition`: the existing slot to read from.'),
  settings: z
    .record(z.string(), z.unknown())
    .default({})
    .describe(
      'Task settings of AWS DMS that replace recommended ones, section by section, for example `{ "FullLoadSettings": { "MaxFullLoadSubTasks": 4 } }`.',
    ),
});
