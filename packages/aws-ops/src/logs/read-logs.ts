import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { AwsClients } from '../clients/aws-clients.js';
import { callAws } from '../errors/call-aws.js';
import type { LogPlace } from './log-group.js';
import { logLevelOf, type LogLevel } from './log-level.js';

export interface LogLine {
  readonly group: string;
  readonly stream: string;
  readonly at: Date;
  readonly level: LogLevel;
  /** Without line breaks at its end. */
  readonly message: string;
}

export interface LogRange {
  readonly fromMs: number;
  /** Absent: up to now. */
  readonly untilMs?: number;
  /** A filter pattern of CloudWatch Logs. */
  readonly filter?: string;
}

type Logs = Pick<AwsClients, 'logs'>;

/** Log lines of a time in their order, page by page. @throws AwsOpsError `not-found` where there is no such group. */
export async function* readLogs(clients: Logs, place: LogPlace, range: LogRange): AsyncGenerator<LogLine> {
  for await (const { line } of readEvents(clients, place, range)) yield line;
}

export interface FollowOptions extends Pick<LogRange, 'fromMs' | 'filter'> {
  /** Between two looks; rejects to end it. */
  readonly pause: () => Promise<void>;
}

/** CloudWatch takes in events late and out of order: a look goes back so far, and passes over what was shown. */
const OVERLAP_MS = 10_000;

/**
 * Log lines as they come, for ever. It looks again and again by `FilterLogEvents`: `StartLiveTail` costs by the minute and
 * shows nothing from before its start, so that a line between history and tail would be lost.
 */
export async function* followLogs(clients: Logs, place: LogPlace, options: FollowOptions): AsyncGenerator<LogLine> {
  let newestMs = options.fromMs;
  let shown = new Map<string, number>();
  for (;;) {
    const range = { ...options, fromMs: Math.max(options.fromMs, newestMs - OVERLAP_MS) };
    for await (const { id, line } of readEvents(clients, place, range)) {
      if (shown.has(id)) continue;
      shown.set(id, line.at.getTime());
      newestMs = Math.max(newestMs, line.at.getTime());
      yield line;
    }
    const oldestMs = newestMs - OVERLAP_MS;
    shown = new Map([...shown].filter(([, at]) => at >= oldestMs));
    await options.pause();
  }
}

async function* readEvents(
  { logs }: Logs,
  { group, streamPrefix }: LogPlace,
  { fromMs, untilMs, filter }: LogRange,
): AsyncGenerator<{ readonly id: string; readonly line: LogLine }> {
  let token: string | undefined;
  do {
    const input = {
      logGroupName: group,
      logStreamNamePrefix: streamPrefix,
      startTime: fromMs,
      endTime: untilMs,
      filterPattern: filter,
      nextToken: token,
    };
    const answer = await callAws(`logs:FilterLogEvents on ${group}`, () =>
      logs.send(new FilterLogEventsCommand(input)),
    );
    for (const { eventId, logStreamName = '', timestamp = 0, message = '' } of answer.events ?? []) {
      const line = {
        group,
        stream: logStreamName,
        at: new Date(timestamp),
        level: logLevelOf(message),
        message: message.trimEnd(),
      };
      yield { id: eventId ?? `${logStreamName}/${timestamp}/${message}`, line };
    }
    token = answer.nextToken === token ? undefined : answer.nextToken;
  } while (token !== undefined);
}
