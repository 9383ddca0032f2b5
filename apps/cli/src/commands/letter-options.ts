import { Option, type Command } from 'commander';
import type { LetterSettingFlags } from '../letters/letter-settings.js';

export interface CommonFlags extends LetterSettingFlags {
  readonly output: 'table' | 'json';
}

export interface SelectionFlags {
  readonly table?: string;
  readonly code?: string;
  readonly state?: string;
  readonly all?: boolean;
}

/** Options of every command about dead letters. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--to <url>', 'target: crate://…, postgresql://… or pglite:DIR (default: SINK_URL, else the configuration)')
    .option('--pipeline <name>', 'whose letters (default: PIPELINE, else the stream)')
    .option('--config <file>', 'configuration file')
    .addOption(new Option('--output <format>', 'how to print the result').choices(['table', 'json']).default('table'));
}

/** Options that say which letters. */
export function withSelection(command: Command): Command {
  return command
    .option('--table <schema.table>', 'letters of one source table')
    .option('--code <code>', 'letters of one code');
}
