export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** DMS: `2026-01-31T12:00:00 [SOURCE_CAPTURE  ]E:  Error …  (file.c:1)`. */
const DMS_LINE = /^\S+\s+\[[\w ]+\]([TDIWEV]):/;
const DMS_LEVELS: Readonly<Partial<Record<string, LogLevel>>> = {
  T: 'debug',
  D: 'debug',
  V: 'debug',
  I: 'info',
  W: 'warn',
  E: 'error',
};
const WORD = /\b(FATAL|PANIC|ERROR|WARN(?:ING)?|NOTICE|INFO|LOG|DEBUG|TRACE)\b|\[(?:Warning|Error|Note|System)\]/;
/** PostgreSQL and Lambda write words, MySQL puts them into brackets. */
const WORDS: Readonly<Partial<Record<string, LogLevel>>> = {
  FATAL: 'error',
  PANIC: 'error',
  ERROR: 'error',
  WARN: 'warn',
  WARNING: 'warn',
  DEBUG: 'debug',
  TRACE: 'debug',
};

/** How bad a line is, by the ways in which DMS, the databases, Lambda and Drayage's own programs (pino) write it. */
export function logLevelOf(message: string): LogLevel {
  const dms = DMS_LINE.exec(message)?.[1];
  if (dms !== undefined) return DMS_LEVELS[dms] ?? 'info';
  if (message.startsWith('{')) return jsonLevel(message) ?? 'info';
  if (/Task timed out after|Runtime exited with error/.test(message)) return 'error';
  return WORDS[(WORD.exec(message)?.[0] ?? '').replaceAll(/[[\]]/g, '').toUpperCase()] ?? 'info';
}

/** pino writes numbers (30 info, 40 warn, 50 error), Lambda's own JSON writes words. */
function jsonLevel(message: string): LogLevel | undefined {
  try {
    const json: unknown = JSON.parse(message);
    const level: unknown = typeof json === 'object' && json !== null && 'level' in json ? json.level : undefined;
    if (typeof level === 'number') return level >= 50 ? 'error' : level >= 40 ? 'warn' : level >= 30 ? 'info' : 'debug';
    return typeof level === 'string' ? (WORDS[level.toUpperCase()] ?? 'info') : undefined;
  } catch {
    return undefined;
  }
}
