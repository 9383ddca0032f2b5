import { Aws, Fn } from 'aws-cdk-lib';
import type { SourceEngine } from '../pipeline/pipeline-spec.js';

export interface ConnectCommandOptions {
  readonly engine: SourceEngine;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** `undefined`: the client begins without one. */
  readonly database: string | undefined;
  /** Insists on encryption; else it is taken where the server offers it. */
  readonly encrypted: boolean;
}

/** The command of a database's own client; it asks for the password. */
export function connectCommand({ engine, host, port, user, database, encrypted }: ConnectCommandOptions): string {
  const named = database === undefined ? '' : ` ${database}`;
  switch (engine) {
    case 'postgresql': {
      const dbname = database === undefined ? '' : ` dbname=${database}`;
      return Fn.join('', [
        'psql "host=',
        host,
        ` port=${port} user=${user}${dbname}${encrypted ? ' sslmode=require' : ''}"`,
      ]);
    }
    case 'mysql': {
      const mode = encrypted ? ' --ssl-mode=REQUIRED' : '';
      return Fn.join('', ['mysql --host=', host, ` --port=${port} --user=${user} --password${mode}${named}`]);
    }
    case 'mariadb':
      return Fn.join('', [
        'mariadb --host=',
        host,
        ` --port=${port} --user=${user} --password${encrypted ? ' --ssl' : ''}${named}`,
      ]);
  }
}

/** Prints a secret, with user and password in it. */
export function passwordCommand(secretArn: string): string {
  return Fn.join('', [
    `aws secretsmanager get-secret-value --region ${Aws.REGION} --query SecretString --output text --secret-id `,
    secretArn,
  ]);
}
