import { z } from 'zod';
import { kmsKeyArn, secretArn } from './arn.js';

export const SOURCE_ENGINES = ['postgresql', 'mysql', 'mariadb'] as const;
const SOURCE_MODES = ['existing', 'demo'] as const;

/** A subnet by its id: eight digits, or seventeen. */
export const subnetId = z
  .string()
  .regex(/^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/)
  .meta({ examples: ['subnet-0a1b2c3d4e5f60711'] });

/** A security group by its id. */
export const securityGroupId = z
  .string()
  .regex(/^sg-([0-9a-f]{8}|[0-9a-f]{17})$/)
  .meta({ examples: ['sg-0a1b2c3d4e5f60718'] });

/** The database that AWS DMS reads. */
export const sourceSection = z.strictObject({
  engine: z.enum(SOURCE_ENGINES).optional().describe('What the source is. Default: as `source.url` says.'),
  mode: z
    .enum(SOURCE_MODES)
    .default('existing')
    .describe('`existing`: a database that is there. `demo`: the deployer makes a small one of its own.'),
  url: z
    .string()
    .regex(/^(postgres(ql)?|mysql|mariadb):\/\/./)
    .meta({ examples: ['postgresql://dms@db.internal/shop'] })
    .optional()
    .describe(
      'The source, for the commands that read it: `postgresql://user:password@host/database?sslmode=…`, `mysql://…` or `mariadb://…?ssl=true`. ' +
        'Percent-encode special characters of the password.',
    ),
  secretArn: secretArn
    .optional()
    .describe(
      'ARN of the AWS Secrets Manager secret with `username`, `password`, `host` and `port`, for AWS DMS and, instead of `source.url`, for the commands.',
    ),
  secretKmsKeyArn: kmsKeyArn
    .optional()
    .describe(
      'ARN of your own key that `source.secretArn` is encrypted with; AWS DMS may then decrypt with it. Default: the key that AWS keeps for Secrets Manager.',
    ),
  host: z
    .string()
    .min(1)
    .regex(/^[^\s/@]+$/)
    .meta({ examples: ['db.internal'] })
    .optional()
    .describe('Host name of the source, where neither URL nor secret has it.'),
  port: z
    .number()
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .describe('Port of the source. Default: 5432 for PostgreSQL, 3306 for MySQL and MariaDB.'),
  database: z
    .string()
    .min(1)
    .optional()
    .describe('Database of a PostgreSQL source. MySQL and MariaDB have none: their schemas stand in `tables.include`.'),
  dmsUser: z
    .string()
    .min(1)
    .optional()
    .describe('User that AWS DMS connects as, when it is not the user of `source.url` or of the secret.'),
  vpcId: z
    .string()
    .regex(/^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/)
    .meta({ examples: ['vpc-0a1b2c3d4e5f60718'] })
    .optional()
    .describe('VPC of the source; the replication runs in it.'),
  subnetIds: z
    .array(subnetId)
    .min(1)
    .optional()
    .describe('Subnets for the replication, in at least two availability zones.'),
  securityGroupIds: z
    .array(securityGroupId)
    .min(1)
    .optional()
    .describe('Security groups of the source: the replication is let in.'),
});
