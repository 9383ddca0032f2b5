import { RECOMMENDED_KINESIS_SETTINGS, RECOMMENDED_SOURCE_SETTINGS } from '@drayage/doctor';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';

type Settings = Readonly<Record<string, unknown>>;

/** How AWS DMS writes to Kinesis, by the names of the CDK. */
export function kinesisSettings(): Settings {
  return byCdkNames(RECOMMENDED_KINESIS_SETTINGS);
}

/** How AWS DMS reads the source, by the names of the CDK. */
export function sourceSettings({ engine, config }: Pick<PipelineSpec, 'engine' | 'config'>): Settings {
  const { plugin, slotName, serverTimezone } = config.replication;
  const own =
    engine === 'postgresql'
      ? { PluginName: plugin, ...(slotName === undefined ? {} : { SlotName: slotName }) }
      : { ...(serverTimezone === undefined ? {} : { ServerTimezone: serverTimezone }) };
  return byCdkNames({ ...RECOMMENDED_SOURCE_SETTINGS[engine === 'postgresql' ? 'postgresql' : 'mysql'], ...own });
}

/** CloudFormation writes `IncludeNullAndEmpty`, the CDK `includeNullAndEmpty`. */
function byCdkNames(settings: Settings): Settings {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );
}
