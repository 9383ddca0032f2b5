import { z } from 'zod';

/** The database of a demonstration: `source.mode: demo`. */
export const demoSection = z.strictObject({
  instanceClass: z
    .string()
    .regex(/^db\.[a-z]\d[a-z]*\.[a-z0-9]+$/)
    .meta({ examples: ['db.t4g.micro'] })
    .default('db.t4g.micro')
    .describe('Class of the database instance.'),
  engineVersion: z
    .string()
    .regex(/^\d+(\.\d+){0,2}$/)
    .meta({ examples: ['16'] })
    .optional()
    .describe(
      'Version of the database; RDS takes its own choice of what is not said. Default: PostgreSQL 16, MySQL 8.4, MariaDB 11.4. ' +
        'With `replication.kind: classic`, PostgreSQL 17 needs `replication.engineVersion: 3.6.1`.',
    ),
  storageGiB: z.number().int().min(20).max(6_144).default(20).describe('Disk of the database, in GiB.'),
  database: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,62}$/)
    .meta({ examples: ['shop'] })
    .default('shop')
    .describe('Name of the database that is made.'),
  public: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/)
    .meta({ examples: ['203.0.113.7/32'] })
    .optional()
    .describe(
      'Addresses that may reach the database from the internet, for example `203.0.113.7/32`. Default: none; it is private.',
    ),
});
