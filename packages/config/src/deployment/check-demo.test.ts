import { describe, expect, it } from 'vitest';

import { DEMO, EXISTING, mistakes, type Values } from '../testing/deployments.js';

const MYSQL = { source: { engine: 'mysql' }, demo: { database: 'shop' } };

describe('the database of a demonstration', () => {
  it.each<[Values]>([
    [{ demo: { engineVersion: '16.9', instanceClass: 'db.m7g.2xlarge' } }],
    [{ source: { engine: 'mysql' }, demo: { engineVersion: '8.4.7' } }],
    [{ source: { engine: 'mariadb' }, demo: { engineVersion: '10.11.13', instanceClass: 'db.t3.small' } }],
    [{ ...MYSQL, tables: { include: ['shop.orders', 'shop.*', '*.*', 'orders'] } }],
    [{ tables: { include: ['public.orders', 'sales.orders'] } }],
    [{ demo: { database: 'postgres' } }],
    [{ source: { engine: 'mysql' }, demo: { database: 'rdsadmin' } }],
  ])('may be %j', async (sections) => {
    expect(await mistakes(sections, DEMO)).toEqual([]);
  });

  it.each<[string, Values]>([
    [
      'demo.engineVersion: 16.9 is no version of mysql that RDS offers and AWS DMS reads. Take 8.4.',
      { source: { engine: 'mysql' }, demo: { engineVersion: '16.9' } },
    ],
    [
      'demo.engineVersion: 11.8.3 is no version of mariadb that RDS offers and AWS DMS reads. Take one of 10.11, 11.4.',
      { source: { engine: 'mariadb' }, demo: { engineVersion: '11.8.3' } },
    ],
    [
      'demo.engineVersion: 9.6.2 is no version of postgresql that RDS offers and AWS DMS reads. Take one of 14, 15, 16, 17.',
      { demo: { engineVersion: '9.6.2' } },
    ],
    ...(
      [
        ['postgresql', '13.22', 'one of 14, 15, 16, 17'],
        ['mysql', '8.0.42', '8.4'],
        ['mariadb', '10.6', 'one of 10.11, 11.4'],
      ] as const
    ).map(([engine, engineVersion, instead]): [string, Values] => [
      `demo.engineVersion: ${engineVersion} is no version of ${engine} that RDS offers and AWS DMS reads. Take ${instead}.`,
      { source: { engine }, demo: { engineVersion } },
    ]),
    ...['db.t2.micro', 'db.m4.large', 'db.r4.xlarge'].map((instanceClass): [string, Values] => [
      `demo.instanceClass: RDS has no class ${instanceClass}. Take one such as db.t4g.micro or db.m7g.large.`,
      { demo: { instanceClass } },
    ]),
    [
      'demo.instanceClass: RDS has no class db.z9zz.foo. Take one such as db.t4g.micro or db.m7g.large.',
      { demo: { instanceClass: 'db.z9zz.foo' } },
    ],
    [
      'demo.instanceClass: RDS has no class db.t4g.16xlarge. Take one such as db.t4g.micro or db.m7g.large.',
      { demo: { instanceClass: 'db.t4g.16xlarge' } },
    ],
    [
      'tables.include[1]: The demonstration has the database shop only, and no sales. Write it as shop.orders, or set demo.database to sales.',
      { ...MYSQL, tables: { include: ['shop.items', 'sales.orders'] } },
    ],
    ...(
      [
        ['postgresql', 'rdsadmin'],
        ['postgresql', 'order'],
        ['mysql', 'mysql'],
        ['mariadb', 'information_schema'],
        ['mariadb', 'group'],
      ] as const
    ).map(([engine, database]): [string, Values] => [
      `demo.database: RDS makes no database ${database}: ${engine} has the word for itself. Take another name, such as shop.`,
      { source: { engine }, demo: { database } },
    ]),
  ])('is refused: %s', async (expected, sections) => {
    expect(await mistakes(sections, DEMO)).toEqual([expected]);
  });

  it('is not looked at where the source is there', async () => {
    const sections = {
      source: { engine: 'mysql', database: undefined },
      tables: { include: ['sales.orders'] },
      replication: { sslMode: 'none' },
    };
    expect(await mistakes(sections, EXISTING)).toEqual([]);
  });
});
