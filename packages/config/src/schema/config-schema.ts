import { z } from 'zod';

import { kinesisSection } from './kinesis-section.js';
import { sourceSection } from './source-section.js';
import { tablesSection } from './tables-section.js';
import { targetSection } from './target-section.js';
import { writeSection } from './write-section.js';

export const ERROR_REACTIONS = ['dead-letter', 'halt', 'skip'] as const;
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

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
      .regex(/^[\w.-]{1,128}$/)
      .optional()
      .describe(
        'Name of this pipeline: first part of the key of every `drayage.*` table. Default: the name of the stream.',
      ),
    source: sourceSection.prefault({}).describe('The database that AWS DMS reads.'),
    tables: tablesSection.prefault({}).describe('The tables that AWS DMS replicates.'),
    target: targetSection.prefault({}).describe('Where rows go.'),
    kinesis: kinesisSection.prefault({}).describe('The stream that AWS DMS writes to.'),
    write: writeSection.prefault({}).describe('How changes become rows.'),
    errors: errorsSection.prefault({}).describe('What happens when a record cannot be applied.'),
    http: httpSection.prefault({}).describe('Live page, status, metrics and probes.'),
    log: logSection.prefault({}).describe('Logging.'),
  })
  .describe('Configuration of Drayage: drayage.config.yaml or drayage.config.json.');

/** What the file, the environment and the flags say together, with every default filled in. */
export type ResolvedFile = z.output<typeof configSchema>;
