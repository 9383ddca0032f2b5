import { readSecret, type OwnedAwsClients } from '@drayage/aws-ops';
import type { DrayageConfig } from '@drayage/config';
import { addressFromSecret, parseSourceUrl, SourceError, type SourceAddress } from '@drayage/source-database';
import { UsageError } from '@drayage/terminal';

export const NO_SOURCE = 'Give --source-url, SOURCE_URL, or source.url or source.secretArn in the configuration file.';

/** What of the configuration says where the source is. */
export interface SourcePlace {
  readonly source: Partial<
    Pick<DrayageConfig['source'], 'database' | 'engine' | 'host' | 'port' | 'secretArn' | 'url'>
  >;
}

/**
 * Where the source is: its URL, else the secret that AWS DMS reads; `undefined` where the configuration has neither.
 *
 * @throws UsageError, SourceError
 */
export async function sourceAddressOf(
  clients: Pick<OwnedAwsClients, 'secrets'>,
  { source }: SourcePlace,
): Promise<SourceAddress | undefined> {
  if (source.url !== undefined) {
    const address = understood(source.url);
    if (
      source.engine === undefined ||
      source.engine === address.engine ||
      [source.engine, address.engine].every((engine) => engine !== 'postgresql')
    )
      return address;
    throw new UsageError(
      `source.engine is ${source.engine}, and source.url is of ${address.engine}.`,
      'Correct one of them.',
    );
  }
  if (source.secretArn === undefined) return undefined;
  if (source.engine === undefined) {
    throw new UsageError(
      'The secret of the source does not tell what the source is.',
      'Set source.engine: postgresql, mysql or mariadb.',
    );
  }
  const { engine, host, port, database } = source;
  return addressFromSecret(await readSecret(clients, source.secretArn), { engine, host, port, database });
}

function understood(url: string): SourceAddress {
  try {
    return parseSourceUrl(url);
  } catch (error) {
    if (error instanceof SourceError) throw new UsageError(error.message, error.remedy);
    throw error;
  }
}
