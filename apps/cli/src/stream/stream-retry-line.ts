import { isUnreachable } from '@drayage/kinesis-source';

/** What is said of a call to Kinesis that is made again after `delayMs`. */
export function streamRetryLine(shardId: string | undefined, code: string, attempt: number, delayMs: number): string {
  const of = shardId === undefined ? '' : ` for ${shardId}`;
  const why = isUnreachable(code) ? ': no connection to Kinesis; check region, network and endpoint' : '';
  return `Retry ${attempt} in ${(delayMs / 1000).toFixed(1)} s${of} (${code})${why}`;
}
