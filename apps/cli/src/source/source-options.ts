import type { Command } from 'commander';

export interface SourceFlags {
  readonly sourceUrl?: string;
  readonly dmsUser?: string;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** What says where the source is, and which of its tables are meant. */
export function withSourceOptions(command: Command): Command {
  return command
    .option(
      '--source-url <url>',
      'source: postgresql://…, mysql://… or mariadb://… (default: SOURCE_URL, else the configuration)',
    )
    .option(
      '--dms-user <name>',
      'user that AWS DMS connects as (default: source.dmsUser, else the user of the source URL)',
    )
    .option('--include <pattern...>', 'tables that are replicated, as schema.table with * (default: tables.include)')
    .option('--exclude <pattern...>', 'tables that are not (default: tables.exclude)');
}

/** The flags as settings of the configuration, by their names. */
export function sourceSettings(flags: SourceFlags): Readonly<Record<string, string | undefined>> {
  return {
    'source-url': flags.sourceUrl,
    'source-dms-user': flags.dmsUser,
    'tables-include': flags.include === undefined ? undefined : JSON.stringify(flags.include),
    'tables-exclude': flags.exclude === undefined ? undefined : JSON.stringify(flags.exclude),
  };
}
