export { createLogger, type LoggerOptions } from './create-logger.js';
export { errorFields, type ErrorFields } from './error-fields.js';
export { fetchSecret, type FetchSecret } from './fetch-secret.js';
export { hidePasswords } from './hide-passwords.js';
export { logWarnings, type WarningLog } from './log-warnings.js';
export { SecretError, targetUrlFromSecret } from './target-url-from-secret.js';
