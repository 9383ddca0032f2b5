import { KinesisSourceError, type KinesisSourceErrorCode } from '../kinesis-source-error.js';
import { classifyKinesisError, type KinesisOperation } from './classify-kinesis-error.js';
import { type RetryContext, retrying } from './retrying.js';

export interface KinesisCall<T> {
  readonly operation: KinesisOperation;
  /** The stream, as the operator named it or as its ARN. */
  readonly stream: string;
  readonly shardId?: string | undefined;
  readonly signal: AbortSignal;
  send(): Promise<T>;
}

/**
 * `iterator-spent` and `position-lost` are answers of Kinesis that the reader acts on.
 */
export type KinesisAnswer<T> =
  | { readonly kind: 'answer'; readonly value: T }
  | { readonly kind: 'iterator-spent' }
  | { readonly kind: 'position-lost'; readonly cause: unknown };

/**
 * Makes a call and retries what may pass by itself. Rejects with `KinesisSourceError` for what does not, and with the
 * SDK's abort error once the signal has aborted.
 */
export async function callKinesis<T>(context: RetryContext, call: KinesisCall<T>): Promise<KinesisAnswer<T>> {
  const retryCode = (error: unknown): string | undefined => {
    if (error instanceof KinesisSourceError) return undefined;
    const reaction = classifyKinesisError(error, call.operation);
    return reaction.kind === 'retry' ? reaction.code : undefined;
  };
  try {
    const scope = { shardId: call.shardId, signal: call.signal, retryCode };
    return { kind: 'answer', value: await retrying(context, scope, () => call.send()) };
  } catch (error) {
    if (call.signal.aborted || error instanceof KinesisSourceError) throw error;
    const reaction = classifyKinesisError(error, call.operation);
    switch (reaction.kind) {
      case 'renew-iterator':
        return { kind: 'iterator-spent' };
      case 'position-lost':
        return { kind: 'position-lost', cause: error };
      case 'halt':
        throw toSourceError(reaction.code, call, error);
      case 'retry':
        throw error;
    }
  }
}

/** For calls about the stream, which know nothing of iterators and positions. */
export async function callForStream<T>(context: RetryContext, call: KinesisCall<T>): Promise<T> {
  const answer = await callKinesis(context, call);
  if (answer.kind === 'answer') return answer.value;
  throw toSourceError('unexpected', call, answer.kind === 'position-lost' ? answer.cause : undefined);
}

function toSourceError(code: KinesisSourceErrorCode, call: KinesisCall<unknown>, cause: unknown): KinesisSourceError {
  const shard = call.shardId === undefined ? '' : `, shard ${call.shardId}`;
  return new KinesisSourceError(code, {
    message: `${SENTENCES[code]} (${call.operation}, stream ${call.stream}${shard})${awsSentence(code, cause)}`,
    cause,
  });
}

/** What AWS says of a denied action names action, role and resource. Other texts may quote the signed request. */
function awsSentence(code: KinesisSourceErrorCode, cause: unknown): string {
  const mayQuote = code === 'access-denied' || code === 'request-refused' || code === 'encryption-key-unusable';
  return mayQuote && cause instanceof Error ? `: ${cause.message}` : '';
}

const SENTENCES: Readonly<Record<KinesisSourceErrorCode, string>> = {
  'access-denied': 'AWS denies a call that the source needs',
  'credentials-expired': 'The AWS credentials have expired',
  'credentials-invalid': 'AWS does not accept the credentials, or there are none',
  'encryption-key-unusable': 'The key that encrypts the stream cannot be used',
  gap: 'Records were lost before they could be read',
  'request-refused': 'Kinesis refuses the request',
  'start-in-future': 'The start time has not come yet',
  'stream-not-found': 'The stream does not exist',
  'tls-refused': 'The certificate of the endpoint is not trusted',
  unexpected: 'The answer was not understood',
};
