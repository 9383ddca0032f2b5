import type { Unread } from './status-part.js';

/** Something that somebody should look at. */
export interface StatusFinding {
  readonly part: 'replication' | 'stream' | 'sink' | 'target';
  readonly level: 'bad' | 'warning';
  readonly message: string;
  readonly remedy: string;
}

/** What is found in one part. */
export type Found = Omit<StatusFinding, 'part'>;

/** So far behind, in seconds, is worth telling: of DMS, of a function, of a target. */
export const SLOW_SECONDS = 300;

export function bad(message: string, remedy: string): Found {
  return { level: 'bad', message: closed(message), remedy };
}

export function warning(message: string, remedy: string): Found {
  return { level: 'warning', message: closed(message), remedy };
}

/** Details that could not be read: what is not known is not well. */
export function notKnown(unread: readonly Unread[]): readonly Found[] {
  return unread.map(({ what, message, remedy }) => warning(`${what} is not known: ${message}`, remedy ?? ''));
}

/** A sentence ends, whoever began it. */
function closed(message: string): string {
  return /[.!?]$/u.test(message.trim()) ? message.trim() : `${message.trim()}.`;
}
