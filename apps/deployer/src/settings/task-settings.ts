import { mergeSettings, recommendedTaskSettings, type TaskSettings } from '@drayage/doctor';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';

type Replication = PipelineSpec['config']['replication'];

/** What the task settings are made from. */
export interface TaskSettingsOptions extends Pick<PipelineSpec, 'tables'> {
  readonly config: {
    readonly replication: Pick<Replication, 'kind' | 'type' | 'lobMaxKiB' | 'settings'>;
    readonly kinesis: { readonly beforeImageField?: string | undefined };
  };
}

/** Beyond what the doctor recommends: it keeps trying what can pass by itself, and says all that the sink listens to. */
const PATIENCE: TaskSettings = {
  FullLoadSettings: { MaxFullLoadSubTasks: 8, TransactionConsistencyTimeout: 600, CommitRate: 10_000 },
  ControlTablesSettings: { ControlSchema: '', HistoryTableEnabled: true, HistoryTimeslotInMinutes: 5 },
  ErrorBehavior: {
    DataErrorEscalationCount: 0,
    TableErrorEscalationCount: 0,
    ApplyErrorEscalationCount: 0,
    RecoverableErrorCount: -1,
    RecoverableErrorInterval: 5,
    RecoverableErrorThrottling: true,
    RecoverableErrorThrottlingMax: 1_800,
    RecoverableErrorStopRetryAfterThrottlingMax: false,
  },
};

/**
 * The task settings of AWS DMS: those under which nothing is lost without a word, and over them, section by section, what
 * the configuration says.
 */
export function taskSettings({ tables, config }: TaskSettingsOptions): TaskSettings {
  const { kind, type, lobMaxKiB, settings } = config.replication;
  const { beforeImageField } = config.kinesis;
  const recommended = recommendedTaskSettings({
    kind,
    hasChanges: type !== 'full-load',
    hasKeylessTables: tables.some(({ keyless }) => keyless),
    ...(beforeImageField === undefined ? {} : { beforeImageField }),
  });
  const own = { TargetMetadata: { LobMaxSize: lobMaxKiB } };
  return [PATIENCE, own, settings].reduce<TaskSettings>(mergeSettings, recommended);
}
