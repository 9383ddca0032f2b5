import type { IssueDescription } from '../problems/describe-issue.js';

const PLACES: Readonly<Record<string, { readonly key: string; readonly what: string }>> = {
  s3: { key: 'deadLetterBucket', what: 'The bucket of dead letters is missing.' },
  sqs: { key: 'deadLetterQueueUrl', what: 'The queue of dead letters is missing.' },
};

/**
 * That a function whose letters go elsewhere than into the target knows where.
 *
 * @param place as `lambda.deadLetters` says, be it wrong.
 * @param isSet whether a key of section `lambda` is there, be it wrong.
 */
export function checkLetterPlace(place: unknown, isSet: (key: string) => boolean): readonly IssueDescription[] {
  const needed = typeof place === 'string' && Object.hasOwn(PLACES, place) ? PLACES[place] : undefined;
  return needed === undefined || isSet(needed.key)
    ? []
    : [{ path: ['lambda', needed.key], message: needed.what, remedy: 'Set it, or let lambda.deadLetters be target.' }];
}
