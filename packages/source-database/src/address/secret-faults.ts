import type { SourceEngine } from '@drayage/doctor';
import { parseSecretFields } from './address-from-secret.js';

/** What AWS DMS says that it does not take in passwords, by engine. */
const REFUSED: Readonly<Record<SourceEngine, RegExp>> = { postgresql: /[{};+%]/u, mysql: /[{};]/u, mariadb: /[{};]/u };

/**
 * Fields of the secret of a source (`host`, `username`, `password`) whose characters break the connection string of AWS
 * DMS. Which characters, it does not tell. Blanks at an end are for `addressFromSecret`.
 *
 * @throws SourceError `source-invalid` where it is no JSON object; its message never repeats the secret.
 */
export function secretFaults(secret: string, engine: SourceEngine): readonly string[] {
  const fields = parseSecretFields(secret);
  const has = (name: string, pattern: RegExp): boolean =>
    typeof fields[name] === 'string' && pattern.test(fields[name]);
  return [
    ...(has('host', /[^\p{L}\p{N}.:_-]/u) ? ['host'] : []),
    ...(has('username', /[\p{Cc}{};]/u) ? ['username'] : []),
    ...(has('password', /\p{Cc}/u) || has('password', REFUSED[engine]) ? ['password'] : []),
  ];
}
