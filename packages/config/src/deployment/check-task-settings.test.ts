import { describe, expect, it } from 'vitest';

import { mistakes, type Values } from '../testing/deployments.js';

const at = (path: string, allowed: string): string =>
  `replication.settings.${path}: AWS DMS does not know this value. It must be ${allowed}.`;

describe('the value of a task setting', () => {
  it('may be each that AWS DMS takes', async () => {
    const settings = {
      TargetMetadata: { TargetSchema: '', ParallelApplyThreads: 4 },
      FullLoadSettings: { MaxFullLoadSubTasks: 49, CommitRate: 50_000, CreatePkAfterFullLoad: false },
      Logging: { LogComponents: [{ Id: 'SORTER', Severity: 'LOGGER_SEVERITY_DEBUG' }] },
      ErrorBehavior: { RecoverableErrorCount: -1 },
      TTSettings: { EnableTT: 'as it is' },
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
