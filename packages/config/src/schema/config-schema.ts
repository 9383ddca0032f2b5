import { z } from 'zod';

import { alarmsSection } from './alarms-section.js';
import { awsSection } from './aws-section.js';
import { demoSection } from './demo-section.js';
import { deploymentSection } from './deployment-section.js';
import { kinesisSection } from './kinesis-section.js';
import { lambdaSection } from './lambda-section.js';
import { networkSection } from './network-section.js';
import { replicationSection } from './replication-section.js';
import { rolesSection } from './roles-section.js';
import { sinkSection } from './sink-section.js';
import { sourceSection } from './source-section.js';
import { streamSection } from './stream-section.js';
import { tablesSection } from './tables-section.js';
import { targetSection } from './target-section.js';
import { writeSection } from './write-section.js';

const ERROR_REACTIONS = ['dead-letter', 'halt', 'skip'] as const;
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** What a pipeline may be called: as a stream, whose name it takes where it has none of its own. */
export const PIPELINE_NAME = /^[\w.-]{1,128}$/;

const errorsSection = z.strictObject({
  onError: z
    .enum(ERROR_REACTIONS)
    .default('dead-letter')
    .describe(
      'What happens to a record that cannot be applied: it is kept as a `dead-letter`, the process stops (`halt`), or it is counted and left out (`skip`).',
    ),
  suspendAfter: z
    .number()
    .int()
    .min(0)
    .max(10_000_000)
    .default(10_000)
    .describe(
      'Open dead letters of one table that suspend it: its rows become letters until they are retried or the table is reloaded. `0`: none do.',
    ),
  unknownTableTimeoutMs: z
    .number()
    .int()
    .min(0)
    .max(3_600_000)
    .default(60_000)
    .describe('How long rows of an unknown table wait for its create-table message, in milliseconds.'),
});

const httpSection = z.strictObject({
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address to listen on. `0.0.0.0` opens the page and the metrics to the network, without a password.'),
  port: z
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8_080)
    .describe('Port of the live page, `/status`, `/metrics` and the probes. `0` takes a free one.'),
  url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Where `dray` finds the container, such as `http://sink.internal:8080`. Default: nowhere.'),
});

const logSection = z.strictObject({
  level: z.enum(LOG_LEVELS).default('info').describe('How much is logged, as JSON lines.'),
});

/** The configuration file: every key, its type, its default and its meaning. */
export const configSchema = z
  .strictObject({
    $schema: z.string().optional().describe('Address of this schema, for editors.'),
    pipeline: z
      .string()
      .regex(PIPELINE_NAME)
      .meta({ examples: ['shop'] })
      .optional()
      .describe(
        'Name of this pipeline: first part of the key of every `drayage.*` table. Default: the name of the stream.',
      ),
    source: sourceSection.prefault({}).describe('The database that AWS DMS reads.'),
    tables: tablesSection.prefault({}).describe('The tables that AWS DMS replicates.'),
    demo: demoSection.prefault({}).describe('The database of a demonstration, for `source.mode: demo`.'),
    replication: replicationSection.prefault({}).describe('How AWS DMS reads the source.'),
    stream: streamSection.prefault({}).describe('The stream that the deployer makes.'),
    target: targetSection.prefault({}).describe('Where rows go.'),
    kinesis: kinesisSection.prefault({}).describe('The stream that AWS DMS writes to.'),
    write: writeSection.prefault({}).describe('How changes become rows.'),
    errors: errorsSection.prefault({}).describe('What happens when a record cannot be applied.'),
    sink: sinkSection.prefault({}).describe('How the deployer runs the sink.'),
    network: networkSection.prefault({}).describe('The network that the pipeline runs in.'),
    roles: rolesSection.prefault({}).describe('Roles that the pipeline works under.'),
    alarms: alarmsSection.prefault({}).describe('Alarms and the dashboard.'),
    deployment: deploymentSection.prefault({}).describe('What all stacks have in common.'),
    http: httpSection.prefault({}).describe('Live page, status, metrics and probes.'),
    lambda: lambdaSection.prefault({}).describe('What only the Lambda function has.'),
    log: logSection.prefault({}).describe('Logging.'),
    aws: awsSection.prefault({}).describe('What `dray` operates in AWS. Sinks do not look at it.'),
  })
  .describe('Configuration of Drayage: drayage.config.yaml or drayage.config.json.');

/** What the file, the environment and the flags say together, with every default filled in. */
export type ResolvedFile = z.output<typeof configSchema>;
