import { resolve } from 'node:path';
import { openSinkDatabase, type SinkDatabase } from '@drayage/cratedb-writer';
import type { CliEnvironment } from '../cli-environment.js';
import { letterSettings, requirePipeline, type LetterSettingFlags, type LetterSettings } from './letter-settings.js';
import { fileLetters, targetLetters, type LetterSource } from './letter-source.js';

export interface OpenedLetters {
  readonly source: LetterSource;
  readonly database: SinkDatabase;
  readonly settings: LetterSettings;
}

/** Opens the target, and the letters in it or in the file `from`; closes both when the work has ended. */
export async function withLetters<T>(
  flags: LetterSettingFlags & { readonly from?: string },
  environment: CliEnvironment,
  work: (opened: OpenedLetters) => Promise<T>,
): Promise<T> {
  const settings = await letterSettings(flags, environment);
  const inFile = flags.from === undefined ? undefined : await fileLetters(resolve(environment.cwd, flags.from), settings.pipeline, environment.now);
  try {
    const pipeline = inFile?.pipeline ?? requirePipeline(settings);
    const database = await openSinkDatabase({ address: settings.address, lanes: 1, applicationName: 'dray dead-letters' });
    try {
      return await work({ source: inFile ?? targetLetters(database, pipeline, environment.now), database, settings });
    } finally {
      await database.close();
    }
  } finally {
    await inFile?.close();
  }
}
