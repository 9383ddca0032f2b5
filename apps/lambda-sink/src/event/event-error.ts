/** What an event can lack. Whoever throws one hands everything back: nothing was written, and nothing is lost. */
export type EventErrorCode =
  'event-empty' | 'event-malformed' | 'event-mixed' | 'event-not-kinesis' | 'stream-mismatch';

const REMEDIES: Readonly<Record<EventErrorCode, string>> = {
  'event-empty':
    'Invoke the function by an event source mapping of a Kinesis stream, and switch its tumbling window off.',
  'event-malformed': 'Give the event as AWS Lambda passes it: `dray lambda invoke --help` names a sample.',
  'event-mixed': 'An event holds records of one shard: invoke the function once for each.',
  'event-not-kinesis':
    'Attach the function to a Kinesis data stream by an event source mapping; this one is of another service.',
  'stream-mismatch':
    'Correct KINESIS_STREAM, or remove it: the event names its stream. Or attach the mapping to that stream.',
};

export class EventError extends Error {
  readonly code: EventErrorCode;
  readonly remedy: string;

  constructor(code: EventErrorCode, message: string) {
    super(message);
    this.name = 'EventError';
    this.code = code;
    this.remedy = REMEDIES[code];
  }
}
