import {
  DescribeEndpointsCommand,
  type Endpoint,
  type Filter,
  type KinesisSettings,
  type MySQLSettings,
  type PostgreSQLSettings,
} from '@aws-sdk/client-database-migration-service';
import type { AwsClients } from '../clients/aws-clients.js';
import { collectPages } from '../collect-pages.js';
import { callForMaybe } from '../errors/call-aws.js';
import { need } from '../errors/need.js';

/** An endpoint of DMS: where it reads, or where it writes. Holds no password: DMS never answers one. */
export interface DmsEndpoint {
  readonly arn: string;
  readonly identifier: string;
  readonly direction: 'source' | 'target';
  /** `postgres`, `aurora-postgresql`, `mysql`, `mariadb`, `aurora`, `kinesis`, … */
  readonly engine: string;
  readonly status: string;
  readonly server: string | undefined;
  readonly port: number | undefined;
  readonly database: string | undefined;
  readonly username: string | undefined;
  readonly sslMode: string | undefined;
  readonly extraConnectionAttributes: string | undefined;
  /** The secret with the credentials, where DMS reads them there, and the role that may. */
  readonly secretId: string | undefined;
  readonly secretRoleArn: string | undefined;
  /** As DMS answers them, without passwords; a setting that is not there has DMS's own default. */
  readonly kinesis: Readonly<KinesisSettings> | undefined;
  readonly postgresql: Readonly<Omit<PostgreSQLSettings, 'Password'>> | undefined;
  readonly mysql: Readonly<Omit<MySQLSettings, 'Password'>> | undefined;
}

/** Filters are alternatives within themselves and apply together. Without any: all endpoints of the region. */
export interface EndpointFilter {
  readonly arns?: readonly string[];
  readonly identifiers?: readonly string[];
}

/** Endpoints in the order in which DMS lists them; none where no filter matches. */
export async function describeEndpoints(
  { dms }: Pick<AwsClients, 'dms'>,
  filter: EndpointFilter = {},
): Promise<readonly DmsEndpoint[]> {
  const filters = toFilters({ 'endpoint-arn': filter.arns, 'endpoint-id': filter.identifiers });
  const endpoints = await collectPages(async (token) => {
    const input = { Filters: [...filters], Marker: token };
    const answer = await callForMaybe('dms:DescribeEndpoints', () => dms.send(new DescribeEndpointsCommand(input)));
    return { items: answer?.Endpoints, next: answer?.Marker };
  });
  return endpoints.map(toEndpoint);
}

/** Filters of DMS, without those that name nothing. */
export function toFilters(values: Readonly<Record<string, readonly string[] | undefined>>): readonly Filter[] {
  return Object.entries(values).flatMap(([Name, all]) => (all === undefined ? [] : [{ Name, Values: [...all] }]));
}

function toEndpoint(endpoint: Endpoint): DmsEndpoint {
  const postgresql = withoutPassword(endpoint.PostgreSQLSettings);
  const mysql = withoutPassword(endpoint.MySQLSettings);
  const settings = postgresql ?? mysql;
  return {
    arn: need(endpoint.EndpointArn, 'EndpointArn'),
    identifier: need(endpoint.EndpointIdentifier, 'EndpointIdentifier'),
    direction: endpoint.EndpointType?.toLowerCase() === 'target' ? 'target' : 'source',
    engine: endpoint.EngineName?.toLowerCase() ?? '',
    status: endpoint.Status ?? '',
    server: endpoint.ServerName ?? settings?.ServerName,
    port: endpoint.Port ?? settings?.Port,
    database: endpoint.DatabaseName ?? settings?.DatabaseName,
    username: endpoint.Username ?? settings?.Username,
    sslMode: endpoint.SslMode,
    extraConnectionAttributes: endpoint.ExtraConnectionAttributes,
    secretId: settings?.SecretsManagerSecretId,
    secretRoleArn: settings?.SecretsManagerAccessRoleArn,
    kinesis: endpoint.KinesisSettings,
    postgresql,
    mysql,
  };
}

/** DMS answers no passwords; a stand-in may. */
function withoutPassword<T extends { Password?: string | undefined }>(
  settings: T | undefined,
): Omit<T, 'Password'> | undefined {
  if (settings === undefined) return undefined;
  const rest: Omit<T, 'Password'> & { Password?: string | undefined } = { ...settings };
  delete rest.Password;
  return rest;
}
