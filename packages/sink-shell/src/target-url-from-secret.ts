/** A secret was read, but holds no target. Its message never repeats the secret. */
export class SecretError extends Error {
  readonly code = 'secret-unusable';
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SecretError';
    this.remedy = remedy;
  }
}

const SHAPES =
  'Store the URL itself, or JSON with "url", or JSON with "username", "password" and "host" (and "port", "schema", "ssl").';

/**
 * The target in a secret: the URL as plain text; JSON with the URL as `url` or `SINK_URL`; or JSON with `username`,
 * `password`, `host`, and, where they differ from the defaults, `port` (of the PostgreSQL wire protocol, 5432), `schema`
 * (or `dbname`, `doc`) and `ssl` (true).
 *
 * @throws SecretError
 */
export function targetUrlFromSecret(secret: string): string {
  const text = secret.trim();
  if (!text.startsWith('{')) {
    return text;
  }
  const fields = parseFields(text);
  const url = fields.get('url') ?? fields.get('SINK_URL');
  if (url !== undefined) {
    return url;
  }
  const host = fields.get('host');
  const username = fields.get('username');
  const password = fields.get('password');
  if (host === undefined || username === undefined || password === undefined) {
    throw new SecretError('The secret is JSON, but holds neither a URL nor user, password and host.', SHAPES);
  }
  const schema = encodeURIComponent(fields.get('schema') ?? fields.get('dbname') ?? 'doc');
  const query = new URLSearchParams({ pgport: fields.get('port') ?? '5432', ssl: fields.get('ssl') ?? 'true' });
  if (query.get('ssl') === 'false') {
    query.delete('ssl');
  }
  return `crate://${encodeURIComponent(username)}:${encodeURIComponent(password)}@${host}/${schema}?${query.toString()}`;
}

function parseFields(text: string): ReadonlyMap<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SecretError('The secret begins like JSON, but is not valid JSON.', SHAPES);
  }
  return new Map(
    Object.entries(value as Record<string, unknown>).flatMap(([key, field]) =>
      typeof field === 'string' || typeof field === 'number' || typeof field === 'boolean'
        ? [[key, String(field)]]
        : [],
    ),
  );
}
