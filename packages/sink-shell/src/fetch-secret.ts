import { SecretError } from './target-url-from-secret.js';

/** Reads a secret’s text by its ARN. */
export type FetchSecret = (arn: string) => Promise<string>;

/** Reads from AWS Secrets Manager; the client is loaded and made only when a secret is asked for. */
export const fetchSecret: FetchSecret = async (arn) => {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const region = arn.split(':')[3];
  const client = new SecretsManagerClient(region === undefined ? {} : { region });
  try {
    const { SecretString: text } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    if (text === undefined) {
      throw new SecretError('The secret holds bytes, not text.', 'Store it as text.');
    }
    return text;
  } catch (error) {
    throw error instanceof SecretError ? error : toSecretError(error);
  } finally {
    client.destroy();
  }
};

function toSecretError(error: unknown): SecretError {
  const name = error instanceof Error ? error.name : 'unknown';
  const remedies: Readonly<Record<string, string>> = {
    AccessDeniedException:
      'Allow secretsmanager:GetSecretValue on it (and kms:Decrypt on its key) to the role of this process.',
    ResourceNotFoundException: 'Correct SINK_URL_SECRET_ARN.',
    CredentialsProviderError:
      'Give this process AWS credentials: a task role, an instance profile, or the AWS_ variables.',
  };
  const remedy = remedies[name] ?? 'See that this process reaches AWS Secrets Manager.';
  return new SecretError(`The secret of SINK_URL_SECRET_ARN cannot be read (${name}).`, remedy, { cause: error });
}
