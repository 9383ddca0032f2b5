import { errorFields } from '@drayage/sink-shell';

/** What a failed invocation tells of itself: sentences without secrets. */
export interface FailureText {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

export function describeFailure(error: unknown): FailureText {
  const { code = 'unexpected', message, remedy = '' } = errorFields(error);
  return { code, message, remedy };
}
