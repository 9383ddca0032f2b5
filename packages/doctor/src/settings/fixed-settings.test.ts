import { describe, expect, it } from 'vitest';
import { diagnose } from '../diagnose.js';
import type { ReplicationSettings } from '../facts/aws-facts.js';
import type { PipelineFacts } from '../facts/pipeline-facts.js';
import { known, valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';
import { ALL_CASES } from '../testing/all-cases.js';
import { mendSettings } from '../testing/mend-settings.js';
import {
  kinesisEndpoint,
  mysql,
  pipeline,
  postgres,
  replication,
  sourceEndpoint,
  table,
  withSettings,
} from '../testing/right-facts.js';
import { settingAt } from './read-setting.js';

const inSettings = ({ fix }: Finding): boolean => fix !== undefined && fix.kind !== 'source';
const ids = (facts: PipelineFacts): readonly string[] =>
  diagnose(facts)
    .filter(inSettings)
    .map(({ id }) => id);
const task = (taskSettings: Readonly<Record<string, unknown>>, given: Partial<ReplicationSettings> = {}) => ({
  settings: { replication: known(replication({}, { ...given, taskSettings: known(taskSettings) })) },
});

const KEYLESS = postgres({ tables: known([table({ name: 'visits', primaryKey: [], replicaIdentity: 'full' })]) });
const BARE: readonly (readonly [string, PipelineFacts])[] = [
  ['task settings that say nothing', pipeline(task({}))],
  ['task settings that say nothing, with a table without a key', pipeline({ source: KEYLESS, ...task({}) })],
  ['task settings that say nothing, at MySQL', pipeline({ source: mysql(), ...task({}) })],
  ['full LOB mode alone', pipeline(task({ TargetMetadata: { SupportLobs: true, FullLobMode: true } }))],
  ['a name without before-images', pipeline(task({ BeforeImageSettings: { FieldName: 'old', ColumnFilter: 'all' } }))],
  [
    'a load with before-images',
    pipeline(task({ BeforeImageSettings: { EnableBeforeImage: true } }, { type: 'full-load' })),
  ],
  ['a serverless replication that says nothing', pipeline(task({}, { kind: 'serverless' }))],
  [
    'endpoints that say nothing',
    pipeline({
      source: withSettings({ shared_preload_libraries: '' }),
      settings: {
        sourceEndpoint: known(sourceEndpoint('postgresql', { settings: {} })),
        targetEndpoint: known({ ...kinesisEndpoint(), settings: {} }),
      },
    }),
  ],
];
const CASES = ALL_CASES.filter(({ facts }) => ids(facts).length > 0);

describe('all fixes of settings, made once, leave none to be made', () => {
  it.each(BARE)('%s', (_, facts) => {
    expect(ids(facts)).not.toEqual([]);
    expect(ids(mendSettings(facts, diagnose(facts)))).toEqual([]);
  });

  it.each(CASES)('$id: $when', ({ facts }) => {
    expect(ids(mendSettings(facts, diagnose(facts)))).toEqual([]);
  });
});

describe('a fix holds what belongs together, and its remedy says all of it', () => {
  const mended = (facts: PipelineFacts, path: readonly string[]): unknown =>
    settingAt(valueOf(valueOf(mendSettings(facts, diagnose(facts)).settings.replication)?.taskSettings), path);
  const one = (facts: PipelineFacts, wanted: string): Finding => diagnose(facts).find(({ id }) => id === wanted)!;

  it('before-images with their name and columns', () => {
    const finding = one(pipeline(task({})), 'task-before-image');
    expect(finding.remedy).toBe(
      'Set BeforeImageSettings.EnableBeforeImage to true, BeforeImageSettings.FieldName to "before-image" and BeforeImageSettings.ColumnFilter to "pk-only" in the task settings while the replication is stopped, and resume it.',
    );
    expect(finding.fix).toEqual({
      kind: 'task-settings',
      settings: {
        BeforeImageSettings: { EnableBeforeImage: true, FieldName: 'before-image', ColumnFilter: 'pk-only' },
      },
    });
  });

  it('before-images of all columns where a table has no key, or somebody chose them', () => {
    const path = ['BeforeImageSettings', 'ColumnFilter'];
    expect(mended(pipeline({ source: KEYLESS, ...task({}) }), path)).toBe('all');
    expect(mended(pipeline(task({ BeforeImageSettings: { ColumnFilter: 'all' } })), path)).toBe('all');
    expect(mended(pipeline(task({ BeforeImageSettings: { ColumnFilter: 'non-lob' } })), path)).toBe('non-lob');
    expect(
      mended(pipeline({ source: KEYLESS, ...task({ BeforeImageSettings: { ColumnFilter: 'non-lob' } }) }), path),
    ).toBe('all');
  });

  it('the LOB mode that takes the place of full LOB mode', () => {
    const finding = one(pipeline(task({ TargetMetadata: { FullLobMode: true } })), 'task-full-lob-mode');
    expect(finding.remedy).toBe(
      'Set TargetMetadata.FullLobMode to false and TargetMetadata.LimitedSizeLobMode to true in the task settings while the replication is stopped, and resume it.',
    );
    expect(finding.fix).toEqual({
      kind: 'task-settings',
      settings: { TargetMetadata: { FullLobMode: false, LimitedSizeLobMode: true } },
    });
  });
});
