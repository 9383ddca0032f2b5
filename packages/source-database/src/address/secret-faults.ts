import type { SecretFault, SourceEngine } from '@drayage/doctor';
import { parseSecretFields } from './address-from-secret.js';

/** What AWS DMS says that it does not take in passwords, by engine. */
const REFUSED: Readonly<Record<SourceEngine, RegExp>> = { postgresql: /[{};+%]/u, mysql: /[{};]/u, mariadb: /[{};]/u };

/**
 * What of the secret of a source (`host`, `username`, `password`) breaks the connection string of AWS DMS: blanks at an end, and
 * characters. Which characters, it does not tell.
 *
 * @throws SourceError `source-invalid` where it is no JSON object; its message never repeats the secret.
 */
export function secretFaults(secret: string, engine: SourceEngine): readonly SecretFault[] {
  const fields = parseSecretFields(secret);
  const text = (field: string): string => (typeof fields[field] === 'string' ? fields[field] : '');
  const broken: Readonly<Record<string, (value: string) => boolean>> = {
    host: (value) => /[^\p{L}\p{N}.:_-]/u.test(value),
    username: (value) => /[\p{Cc}{};]/u.test(value),
    password: (value) => /\p{Cc}/u.test(value) || REFUSED[engine].test(value),
  };
  return Object.entries(broken).flatMap(([field, isBroken]): readonly SecretFault[] => {
    const value = text(field);
    return [
      ...(value === value.trim() ? [] : [{ field, fault: 'blank' as const }]),
      ...(isBroken(value.trim()) ? [{ field, fault: 'characters' as const }] : []),
    ];
  });
}
