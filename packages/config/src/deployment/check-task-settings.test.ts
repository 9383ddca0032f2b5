import { describe, expect, it } from 'vitest';

import { mistakes, type Values } from '../testing/deployments.js';

const at = (path: string, allowed: string): string =>
  `replication.settings.${path}: AWS DMS does not know this value. It must be ${allowed}.`;

const COMPONENTS =
  'ADDONS, COMMON, COMMUNICATION, DATA_STRUCTURE, FILE_FACTORY, FILE_TRANSFER, IO, METADATA_MANAGER, PERFORMANCE, REST_SERVER, SORTER, SOURCE_CAPTURE, SOURCE_UNLOAD, TABLES_MANAGER, TARGET_APPLY, TARGET_LOAD, TASK_MANAGER, TRANSFORMATION, VALIDATOR, VALIDATOR_EXT';

describe('the value of a task setting', () => {
  it('may be each that AWS DMS takes', async () => {
    const settings = {
      TargetMetadata: { TargetSchema: '', ParallelApplyThreads: 4 },
      FullLoadSettings: { MaxFullLoadSubTasks: 49, CommitRate: 50_000, CreatePkAfterFullLoad: false },
      Logging: { LogComponents: [{ Id: 'SORTER', Severity: 'LOGGER_SEVERITY_DEBUG' }] },
      ErrorBehavior: { RecoverableErrorCount: -1 },
      CharacterSetSettings: {
        CharacterReplacements: [{ SourceCharacterCodePoint: 35, TargetCharacterCodePoint: 52 }],
        CharacterSetSupport: { CharacterSet: 'UTF16_PlatformEndian', ReplaceWithCharacterCodePoint: 0 },
      },
      LoopbackPreventionSettings: { EnableLoopbackPrevention: false },
      PostProcessingRules: { Whatever: 'it is not listed' },
      TTSettings: { EnableTT: false, TTRecordSettings: { OperationsToLog: 'DELETE,UPDATE', MaxRecordSize: 64 } },
      ValidationSettings: { EnableValidation: false, ThreadCount: 5 },
      FailTaskWhenCleanTaskResourceFailed: false,
    };
    expect(await mistakes({ replication: { settings } })).toEqual([]);
  });

  it.each<[string, Values]>([
    [
      at('FullLoadSettings.MaxFullLoadSubTasks', 'a whole number, 1 to 49, without quotes'),
      { FullLoadSettings: { MaxFullLoadSubTasks: '8' } },
    ],
    [
      at('FullLoadSettings.MaxFullLoadSubTasks', 'a whole number, 1 to 49, without quotes'),
      { FullLoadSettings: { MaxFullLoadSubTasks: 50 } },
    ],
    [
      at('ErrorBehavior.RecoverableErrorCount', 'a whole number, -1 or more, without quotes'),
      { ErrorBehavior: { RecoverableErrorCount: 'banana' } },
    ],
    [
      at('ChangeProcessingTuning.MemoryKeepTime', 'a whole number, 0 or more, without quotes'),
      { ChangeProcessingTuning: { MemoryKeepTime: 0.5 } },
    ],
    [at('Logging.EnableLogging', 'true or false, without quotes'), { Logging: { EnableLogging: 'true' } }],
    [at('Logging.LogComponents', 'a list'), { Logging: { LogComponents: {} } }],
    [
      at('Logging.LogComponents[1].Id', `one of ${COMPONENTS}`),
      {
        Logging: {
          LogComponents: [
            { Id: 'SORTER', Severity: 'LOGGER_SEVERITY_DEFAULT' },
            { Id: 'NOPE', Severity: 'LOGGER_SEVERITY_DEFAULT' },
          ],
        },
      },
    ],
    [
      at(
        'Logging.LogComponents[0].Severity',
        'one of LOGGER_SEVERITY_ERROR, LOGGER_SEVERITY_WARNING, LOGGER_SEVERITY_INFO, LOGGER_SEVERITY_DEFAULT, LOGGER_SEVERITY_DEBUG, LOGGER_SEVERITY_DETAILED_DEBUG',
      ),
      { Logging: { LogComponents: [{ Id: 'SORTER', Severity: 'LOUD' }] } },
    ],
    [at('Logging.LogComponents[0]', 'settings: Id, Severity'), { Logging: { LogComponents: ['SORTER'] } }],
    [
      'replication.settings.Logging.LogComponents[0].Level: AWS DMS has no such task setting. Known here: Id, Severity.',
      { Logging: { LogComponents: [{ Level: 'x' }] } },
    ],
    [at('TTSettings.EnableTT', 'true or false, without quotes'), { TTSettings: { EnableTT: 'maybe' } }],
    [
      at('TTSettings.TTRecordSettings.MaxRecordSize', 'a whole number, 0 or more, without quotes'),
      { TTSettings: { TTRecordSettings: { MaxRecordSize: '64' } } },
    ],
    [
      'replication.settings.TTSettings.TTS3Settings.BuketName: AWS DMS has no such task setting. Did you mean BucketName?',
      { TTSettings: { TTS3Settings: { BuketName: 'x' } } },
    ],
    [
      'replication.settings.ValidationSettings.ThreadCont: AWS DMS has no such task setting. Did you mean ThreadCount?',
      { ValidationSettings: { ThreadCont: 5 } },
    ],
    [
      at('LoopbackPreventionSettings.EnableLoopbackPrevention', 'true or false, without quotes'),
      { LoopbackPreventionSettings: { EnableLoopbackPrevention: 1 } },
    ],
    [
      at(
        'CharacterSetSettings.CharacterReplacements[0].SourceCharacterCodePoint',
        'a whole number, 0 or more, without quotes',
      ),
      { CharacterSetSettings: { CharacterReplacements: [{ SourceCharacterCodePoint: '#' }] } },
    ],
    [at('BeforeImageSettings.FieldName', 'a text'), { BeforeImageSettings: { FieldName: 7 } }],
    [
      at('FullLoadSettings.TargetTablePrepMode', 'one of DO_NOTHING, DROP_AND_CREATE, TRUNCATE_BEFORE_LOAD'),
      { FullLoadSettings: { TargetTablePrepMode: 'DROP' } },
    ],
    [
      at('FailTaskWhenCleanTaskResourceFailed', 'true or false, without quotes'),
      { FailTaskWhenCleanTaskResourceFailed: 'no' },
    ],
  ])('is refused: %s', async (expected, settings) => {
    expect(await mistakes({ replication: { settings } })).toEqual([expected]);
  });
});
