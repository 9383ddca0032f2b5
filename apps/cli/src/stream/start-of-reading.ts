import { parseStartPosition, type StartPosition } from '@drayage/kinesis-source';
import { UsageError } from '@drayage/terminal';
import { parseSince } from '../logs/parse-since.js';

/** `trim-horizon`, `latest`, a duration such as `15m`, or an ISO time. @throws UsageError */
export function startOfReading(text: string, nowMs: number): StartPosition {
  if (text === 'latest' || text === 'trim-horizon') return parseStartPosition(text);
  try {
    return { kind: 'time', at: new Date(parseSince(text, nowMs)) };
  } catch {
    throw new UsageError(
      '--since is no place in a stream.',
      'Give trim-horizon, latest, a duration such as 30m or 2h, or a time such as 2026-01-31T12:00:00Z.',
    );
  }
}
