import { resolve } from 'node:path';
import { openTarget } from '../aws/open-target.js';
import type { SinkDatabase } from '@drayage/cratedb-writer';
import type { ConfigFlags } from '../aws/open-aws.js';
import type { CliEnvironment } from '../cli-environment.js';
import { letterSettings, type LetterSettings } from './letter-settings.js';
import { fileLetters, targetLetters, type LetterSource } from './letter-source.js';

export interface OpenedLetters {
  readonly source: LetterSource;
  readonly database: SinkDatabase;
  readonly settings: LetterSettings;
}

/** Opens the target, and the letters in it or in the file `from`; closes both when the work has ended. */
export async function withLetters<T>(
  flags: ConfigFlags & { readonly from?: string },
  environment: CliEnvironment,
  work: (opened: OpenedLetters) => Promise<T>,
): Promise<T> {
  const { from } = flags;
  const inFile =
    from === undefined ? undefined : await fileLetters(resolve(environment.cwd, from), flags.pipeline, environment.now);
  try {
    const settings = await letterSettings(
      inFile === undefined ? flags : { ...flags, pipeline: inFile.pipeline },
      environment,
    );
    const database = await openTarget(
      {
        address: settings.address,
        lanes: 1,
        applicationName: 'dray dead-letters',
      },
      environment.signal,
    );
    try {
      return await work({
        source: inFile ?? targetLetters(database, settings.pipeline, environment.now),
        database,
        settings,
      });
    } finally {
      await database.close();
    }
  } finally {
    await inFile?.close();
  }
}
