import { type Conversion, ConversionError } from './conversion.js';

const EXAMPLE =
  'kinesis+dms:///arn:aws:kinesis:eu-central-1:123456789012:stream/orders or kinesis+dms://aws/orders?region=eu-central-1';

const STARTS: Readonly<Partial<Record<string, string>>> = { earliest: 'trim-horizon', latest: 'latest' };

/** Parameters of how it reads; reading here sets its own pace. */
const PACE = new Set(['batch-size', 'idle-sleep', 'buffer-time']);

/**
 * An address `kinesis+dms://` of the CrateDB Toolkit. Keys that stand in it are not taken over, and never repeated.
 *
 * @throws ConversionError where it is none.
 */
export function convertAddress(text: string): Conversion {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'kinesis+dms:')
    throw new ConversionError('This is no address kinesis+dms://.', `Write it like ${EXAMPLE}.`);
  // What follows an unescaped slash in a secret would be taken for the stream, and printed.
  if ((url.pathname + url.search + url.hash).includes('@')) {
    throw new ConversionError(
      'The address has an @ behind its host: its access key or secret is not escaped.',
      'Leave the key out, or write / as %2F in it; an @ elsewhere as %40.',
    );
  }
  const path = decode(url.pathname.replace(/^\//, ''));
  if (path === '') throw new ConversionError('The address names no stream.', `Write it like ${EXAMPLE}.`);
  if (/\.(jsonl|ndjson)$/iu.test(path)) {
    return { config: {}, notes: [`The address names a file of messages: dray replay /${path} --to URL applies it.`] };
  }
  const notes: string[] = [];
  if (url.username !== '' || url.password !== '') {
    notes.push(
      'The access key in the address is not taken over: give it as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or use a profile or a role.',
    );
  }
  const parameters = readParameters(url.searchParams, notes);
  const endpoint = url.hostname === '' || url.hostname.toLowerCase() === 'aws' ? undefined : `http://${url.host}`;
  return {
    config: { kinesis: { stream: path, ...(endpoint === undefined ? {} : { endpoint }), ...parameters } },
    notes,
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ConversionError('The address has a % that begins no character code.', 'Write % as %25.');
  }
}

function readParameters(parameters: URLSearchParams, notes: string[]): Readonly<Record<string, string>> {
  const settings: Record<string, string> = {};
  for (const [name, value] of parameters) {
    if (name === 'region' || name === 'region_name') settings['region'] = value;
    else if (name === 'start') readStart(value, settings, notes);
    else if (name === 'checkpointer') readCheckpointer(value, settings, notes);
    else if (PACE.has(name)) notes.push(`${name} is not needed: the sink sets its own pace.`);
    else if (name === 'create' || name === 'create-shards')
      notes.push(`${name} has no equivalent: the stream is not made here.`);
    else if (name === 'aws_access_key_id' || name === 'aws_secret_access_key') {
      notes.push(`${name} is not taken over: give it as ${name.toUpperCase()}, or use a profile or a role.`);
    } else notes.push(`${name} has no equivalent.`);
  }
  return settings;
}

function readStart(value: string, settings: Record<string, string>, notes: string[]): void {
  const start = STARTS[value];
  if (start === undefined)
    notes.push(`start=${value} has no equivalent: give a time (kinesis.start: 2026-01-31T12:00:00Z).`);
  else settings['start'] = start;
  if (start !== undefined)
    notes.push(
      `start becomes kinesis.start: ${start}, which holds for every start; the default checkpoint reads on where it was, and begins at the oldest record.`,
    );
}

function readCheckpointer(value: string, settings: Record<string, string>, notes: string[]): void {
  if (value === 'memory') settings['checkpoints'] = 'memory';
  else if (value === 'cratedb') {
    settings['checkpoints'] = 'target';
    notes.push(
      'Positions of ext.kinesis_checkpoints are not taken over: the first start reads the stream from its oldest record, which changes no row that is right.',
    );
  } else notes.push(`checkpointer=${value} is not known; positions are kept in the target.`);
}
