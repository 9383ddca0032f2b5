import { describe, expect, it } from 'vitest';
import { diagnose, diagnoseSettings } from '../diagnose.js';
import type { PipelineFacts } from '../facts/pipeline-facts.js';
import { known, unread } from '../facts/read.js';
import { ALL_CASES } from '../testing/all-cases.js';
import { mysql, pipeline, replication, sourceEndpoint, withSettings } from '../testing/right-facts.js';
import { CHANGE_RULES } from './change-rules.js';

const LOAD = known(replication({ BeforeImageSettings: { EnableBeforeImage: false } }, { type: 'full-load' }));
const loading = (facts: PipelineFacts): PipelineFacts => ({
  ...facts,
  settings: { ...facts.settings, replication: LOAD },
});
const ids = (facts: PipelineFacts): readonly string[] =>
  diagnose(facts)
    .filter(({ severity }) => severity !== 'note')
    .map(({ id }) => id);
const OF_SOURCE = ALL_CASES.filter(({ id, facts }) =>
  diagnose(facts).some((one) => one.id === id && ['source', 'source-endpoint'].includes(one.area)),
);

describe('where nothing but a load is wanted', () => {
  it.each(OF_SOURCE.filter(({ id }) => CHANGE_RULES.has(id)))('$id is not told: $when', ({ id, facts }) => {
    expect(diagnose(loading(facts)).filter((one) => one.id === id)).toEqual([]);
  });

  it.each(OF_SOURCE.filter(({ id }) => !CHANGE_RULES.has(id)))('$id is told as well: $when', ({ id, facts }) => {
    expect(diagnose(loading(facts)).map((one) => one.id)).toContain(id);
  });

  it('nothing is wrong with a server that logs no changes', () => {
    const source = withSettings({ wal_level: 'replica', max_replication_slots: '0', max_wal_senders: '0' });
    expect(ids(loading(pipeline({ source })))).toEqual([]);
    const silent = mysql({
      variables: known({ log_bin: 'off', binlog_format: 'statement', sql_mode: 'no_zero_date' }),
    });
    expect(ids(loading(pipeline({ source: silent })))).toEqual([]);
  });

  it('nothing is wrong with an endpoint that looks for none', () => {
    const settings = { ...sourceEndpoint('postgresql').settings, HeartbeatEnable: false, CaptureDdls: false };
    const endpoint = known(sourceEndpoint('postgresql', { settings }));
    const judged = { ...pipeline().settings, sourceEndpoint: endpoint };
    expect(diagnoseSettings({ ...judged, replication: LOAD }).map(({ id }) => id)).toEqual([]);
    expect(diagnoseSettings(judged).map(({ id }) => id)).toEqual(['pg-heartbeat', 'pg-capture-ddls']);
  });
});

it('takes nothing for a load alone that is not known to be one', () => {
  const source = withSettings({ wal_level: 'replica' });
  expect(ids(pipeline({ source, settings: { replication: unread('AWS denies.') } }))).toContain('pg-wal-level');
});

it('names rules that there are', () => {
  expect([...CHANGE_RULES].filter((id) => !OF_SOURCE.some((one) => one.id === id))).toEqual([]);
});
