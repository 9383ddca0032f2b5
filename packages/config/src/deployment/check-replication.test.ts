import { describe, expect, it } from 'vitest';

import { DEMO, EXISTING, loadDeployment, mistakes, type Values } from '../testing/deployments.js';

const CHECKPOINT =
  'checkpoint:V1#27#mysql-bin-changelog.157832:1975:-1:2002:677883278264080:mysql-bin-changelog.157832:1876#0#0#*#0#93';

const classic = (replication: Values, engine = 'postgresql', demo: Values = {}): Values => ({
  source: { engine },
  replication: { kind: 'classic', ...replication },
  demo,
});
const from = (engine: string, cdcStartPosition: string): Values =>
  classic({ type: 'cdc', cdcStartPosition, ...(engine === 'postgresql' ? { slotName: 'old' } : {}) }, engine);

describe('the instance of a classic replication', () => {
  it.each<[Values, Values]>([
    ...['dms.t3.micro', 'dms.c5.9xlarge', 'dms.r6i.32xlarge', 'dms.c7i.48xlarge'].map(
      (instanceClass): [Values, Values] => [classic({ instanceClass }), DEMO],
    ),
    [classic({ engineVersion: '3.5.4' }), DEMO],
    [classic({ engineVersion: '3.6.1' }, 'postgresql', { engineVersion: '17.4' }), DEMO],
    [classic({}, 'mysql', { engineVersion: '8.4' }), DEMO],
    [{ replication: { kind: 'serverless' }, demo: { engineVersion: '17' } }, DEMO],
    [{ replication: { kind: 'classic', engineVersion: '3.5.4' } }, EXISTING],
  ])('may be %j', async (sections, base) => {
    expect(await mistakes(sections, base)).toEqual([]);
  });

  it.each<[string, Values]>([
    [
      'replication.instanceClass: AWS DMS has no class dms.x9.humongous. Take one such as dms.t3.medium, dms.c6i.large or dms.r6i.large.',
      classic({ instanceClass: 'dms.x9.humongous' }),
    ],
    [
      'replication.instanceClass: AWS DMS has no class dms.t3.2xlarge. Of dms.t3 there are micro, small, medium, large.',
      classic({ instanceClass: 'dms.t3.2xlarge' }),
    ],
    [
      'replication.instanceClass: The value has the wrong form. It must be written as dms.c6i.large.',
      classic({ instanceClass: 'c6i.large' }),
    ],
    ...['9.9.9', '3.5.3', '3.4.7', '3.6.0'].map((engineVersion): [string, Values] => [
      `replication.engineVersion: AWS DMS makes no instance of version ${engineVersion}. Take 3.5.4 or 3.6.1.`,
      classic({ engineVersion }),
    ]),
    [
      'replication.engineVersion: AWS DMS reads postgresql 17 from its version 3.6.1 on. Set it to 3.6.1, or take another demo.engineVersion.',
      classic({ engineVersion: '3.5.4' }, 'postgresql', { engineVersion: '17' }),
    ],
    [
      'replication.engineVersion: AWS DMS reads postgresql 17 from its version 3.6.1 on, and takes 3.5.4 where none is named. Set it to 3.6.1, or take another demo.engineVersion.',
      classic({}, 'postgresql', { engineVersion: '17.2' }),
    ],
  ])('is refused: %s', async (expected, sections) => {
    expect(await mistakes(sections, DEMO)).toEqual([expect.stringContaining(expected)]);
  });

  it.each(['3.6.2', '3.10.0'])('is warned of where nothing is known of its version: %s', async (engineVersion) => {
    const sections = classic({ engineVersion }, 'postgresql', { engineVersion: '17' });
    expect(await loadDeployment(sections, DEMO)).toMatchObject({
      ok: true,
      warnings: [
        `replication.engineVersion: ${engineVersion} is newer than 3.6.1, the newest that is known here. Where AWS DMS does not have it, the instance cannot be made.`,
      ],
    });
  });
});

describe('the position that changes begin at', () => {
  it.each([
    ['postgresql', '0/16E1F98'],
    ['postgresql', '4AF/b00000d0'],
    ['mysql', 'mysql-bin.000123:4567'],
    ['mysql', CHECKPOINT],
    ['mariadb', 'mysql-bin-changelog.157832:1975'],
  ])('of %s may be %s', async (engine, position) => {
    expect(await mistakes(from(engine, position), DEMO)).toEqual([]);
  });

  it.each([
    ['postgresql', '2026-01-01T00:00:00'],
    ['postgresql', 'mysql-bin.000123:4567'],
    ['postgresql', CHECKPOINT],
    ['postgresql', '0/16E1F98.2'],
    ['mysql', '2026-01-01T12:00'],
    ['mysql', '2026-01-01T12:00:00'],
    ['mysql', '0/16E1F98'],
    ['mariadb', 'checkpoint:'],
    ['mariadb', 'mysql-bin.000123:4567 '],
  ])('of %s is not %s', async (engine, position) => {
    expect(await mistakes(from(engine, position), DEMO)).toEqual([
      engine === 'postgresql'
        ? 'replication.cdcStartPosition: This is no position in the log of PostgreSQL. Write it as 0/16E1F98: restart_lsn of the slot, as pg_replication_slots tells it.'
        : 'replication.cdcStartPosition: This is no position of a binary log. Write it as mysql-bin.000123:4567, or as a recovery checkpoint of AWS DMS: checkpoint:V1#….',
    ]);
  });
});

describe('the time zone of a server', () => {
  const at = (serverTimezone: string): Promise<readonly string[]> =>
    mistakes({ source: { engine: 'mysql' }, replication: { serverTimezone } }, DEMO);

  it.each(['UTC', 'Europe/Vienna', 'US/Pacific', 'Etc/GMT-2'])('may be %s', async (zone) => {
    expect(await at(zone)).toEqual([]);
  });

  it.each(['Mars/Olympus', '+02:00', 'Europe/Vienna '])('is not %s', async (zone) => {
    expect(await at(zone)).toEqual([
      'replication.serverTimezone: There is no time zone of this name. Write it as UTC, Europe/Vienna, or Etc/GMT-2 for a server that is always two hours ahead of UTC.',
    ]);
  });
});
