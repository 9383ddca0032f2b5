/** Something that concerns every record: the pipeline stops, and nothing after the last checkpoint counts as done. */
export class PipelineHalted extends Error {
  readonly code: string;
  readonly remedy: string;

  constructor(code: string, message: string, remedy: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'PipelineHalted';
    this.code = code;
    this.remedy = remedy;
  }
}
