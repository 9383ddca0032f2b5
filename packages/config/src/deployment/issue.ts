import type { IssueDescription } from '../problems/describe-issue.js';

/** A mistake of a key, written as in the file: `stream.shards`. */
export function issue(key: string, message: string, remedy: string): IssueDescription {
  return { path: key.split('.'), message, remedy };
}

/** Keys that say nothing in this kind of deployment: whoever set them expects something that will not happen. */
export function withoutEffect(
  isSet: (key: string) => boolean,
  keys: readonly string[],
  why: string,
): readonly IssueDescription[] {
  return keys.filter(isSet).map((key) => issue(key, `This has no effect ${why}.`, 'Remove it.'));
}
