import { streamName } from './stream-arn.js';

/** What the pipeline is called: as somebody named it, or like the stream that it reads. `undefined`: nothing says it. */
export function pipelineName({
  pipeline,
  stream,
}: {
  readonly pipeline: string | undefined;
  /** Its name or its ARN. */
  readonly stream: string | undefined;
}): string | undefined {
  return pipeline ?? (stream === undefined ? undefined : streamName(stream));
}
