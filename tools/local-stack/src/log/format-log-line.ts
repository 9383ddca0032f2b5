/** A line of the sink's log, ready for a terminal. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
  /** The line as it is to be printed. */
  readonly text: string;
}

/** Said in each line, and of no use on one's own machine. */
const HIDDEN = new Set(['level', 'time', 'msg', 'pid', 'hostname', 'service', 'pipeline', 'version', 'err']);
const MAX_VALUE_LENGTH = 160;

/** Turns a JSON log line into `14:03:02  warn  message  key=value …`. Anything that is not JSON passes as it is. */
export function formatLogLine(line: string): LogLine {
  const entry = parse(line);
  if (entry === undefined) return { level: 'error', message: line, text: line };
  const level = textOf(entry['level']);
  const message = textOf(entry['msg']);
  const details = Object.entries(entry)
    .filter(([key, value]) => !HIDDEN.has(key) && value !== undefined && value !== null)
    .map(([key, value]) => `${key}=${textOf(value)}`);
  const shown = [timeOfDay(entry['time']), level.padEnd(5), message, ...details, ...errorText(entry['err'])];
  return { level, message, text: shown.join('  ') };
}

function errorText(error: unknown): readonly string[] {
  if (typeof error !== 'object' || error === null) return [];
  const { message, remedy, stack } = error as Readonly<Record<string, unknown>>;
  return [stack ?? message, remedy].filter((part) => typeof part === 'string');
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : encode(value);
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
}

function encode(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value);
}

function timeOfDay(time: unknown): string {
  const date = typeof time === 'string' || typeof time === 'number' ? new Date(time) : undefined;
  return date === undefined || Number.isNaN(date.getTime()) ? '--:--:--' : date.toTimeString().slice(0, 8);
}
