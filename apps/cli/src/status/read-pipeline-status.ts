import type { PipelineStatus } from './pipeline-status.js';
import { readReplicationStatus } from './read-replication-status.js';
import { readSinkStatus } from './read-sink-status.js';
import { readStreamStatus } from './read-stream-status.js';
import { readTargetStatus } from './read-target-status.js';
import { absent, readPart } from './status-part.js';
import type { StatusReading } from './status-reading.js';

/** Looks at every part at the same time. A part that cannot be read says so, and the others are told all the same. */
export async function readPipelineStatus(reading: StatusReading): Promise<PipelineStatus> {
  const { config, environment } = reading;
  const { aws, kinesis, target, http, pipeline } = config;
  const { signal, now } = environment;
  const at = new Date(now());
  const { replication: name } = aws;
  const { stream } = kinesis;
  const readingStream =
    stream === undefined
      ? Promise.resolve(absent('No stream is named (kinesis.stream, --stream).'))
      : readPart(signal, () => readStreamStatus(reading, stream));
  const [replication, streamPart, sink, targetPart] = await Promise.all([
    name === undefined
      ? absent('No replication is named (aws.replication, --replication).')
      : readPart(signal, () => readReplicationStatus(reading, name)),
    readingStream,
    aws.function === undefined && aws.service === undefined && http.url === undefined
      ? absent(
          'No sink is named: a function (aws.function, --function) or a container (http.url, --sink-url; aws.service).',
        )
      : readPart(signal, () => readSinkStatus(reading)),
    target.url === undefined && target.urlSecretArn === undefined
      ? absent('No target is named (SINK_URL, target.url, --to).')
      : pipeline === ''
        ? absent('No pipeline is named (PIPELINE, --pipeline, or the stream by which it is called).')
        : readPart(signal, async () => {
            const read = await readingStream;
            const createdAt = read.kind === 'read' ? read.value.stream.createdAt : undefined;
            return readTargetStatus(reading, stream === undefined ? undefined : { nameOrArn: stream, createdAt });
          }),
  ]);
  return { at, pipeline, replication, stream: streamPart, sink, target: targetPart };
}
