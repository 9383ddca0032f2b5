import type { PipelineFacts } from '../facts/pipeline-facts.js';
import type { Fix, Severity } from '../finding.js';

/** One thing that is wrong with a pipeline that is right otherwise, and what has to be found. */
export interface WrongCase {
  readonly id: string;
  readonly when: string;
  readonly severity: Severity;
  readonly subject: string;
  readonly facts: PipelineFacts;
  /** Rules that find the same fact as well. */
  readonly also?: readonly string[];
  /** How it is mended, if by a statement or a call. */
  readonly fix?: Fix['kind'];
}
