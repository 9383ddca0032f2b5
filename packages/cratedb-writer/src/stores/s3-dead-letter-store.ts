import { deadLetterId, type DeadLetter, type DeadLetterStore } from '../letters/dead-letter.js';
import { formatLetter, newLetter } from '../letters/letter-json.js';
import { putInParallel } from './put-in-parallel.js';

/** Where objects go: `PutObject` of S3, in the words of this package. Putting the same key again replaces the object. */
export interface ObjectPort {
  readonly bucket: string;
  putObject(object: { readonly key: string; readonly body: string; readonly contentType: string }): Promise<void>;
}

export interface S3DeadLetterOptions {
  readonly objects: ObjectPort;
  /** Before every key, without a slash at its end; empty: none. */
  readonly prefix: string;
  readonly pipeline: string;
  /** Keeps what is known of each letter but its payload, so that keys are parked and tables are `incomplete`. */
  readonly memory: DeadLetterStore;
  readonly now: () => number;
}

/** Letters whole in S3, and without their payload, which says where it is, in `memory`. */
export function createS3DeadLetterStore(options: S3DeadLetterOptions): DeadLetterStore {
  return {
    ...options.memory,
    put: async (letters) => options.memory.put(await putLetters(options, letters)),
  };
}

/** Puts letters into S3; answers them with the object's address in place of the payload. */
export function putLetters(
  { objects, prefix, pipeline, now }: Omit<S3DeadLetterOptions, 'memory'>,
  letters: readonly DeadLetter[],
): Promise<readonly DeadLetter[]> {
  const at = new Date(now()).toISOString();
  return putInParallel(letters, `s3://${objects.bucket}`, async (letter) => {
    const id = deadLetterId(pipeline, letter.position);
    const key = letterKey(prefix, pipeline, id, letter);
    const body = `${formatLetter(pipeline, newLetter(id, letter, at))}\n`;
    await objects.putObject({ key, body, contentType: 'application/json' });
    return { ...letter, payload: `s3://${objects.bucket}/${key}` };
  });
}

/**
 * `<prefix>/<pipeline>/<schema>/<table>/<yyyy>/<mm>/<dd>/<id>.json`: the table and then the day of the message, so that one
 * listing has what a repair of a table needs. All of it comes from the record alone: a record that is delivered again
 * replaces its object. The code is within; it may be another one next time.
 */
function letterKey(prefix: string, pipeline: string, id: string, letter: DeadLetter): string {
  const { table, timeMicros, position } = letter;
  const timeMs = timeMicros === null ? position.arrivalTimeMs : timeMicros / 1000;
  const day = timeMs === undefined ? ['undated'] : new Date(timeMs).toISOString().slice(0, 10).split('-');
  const names = table === undefined ? ['_', '_'] : [table.schema || '_', table.table];
  const parts = [pipeline, ...names, ...day, `${id}.json`].map((part) => encodeURIComponent(part.toWellFormed()));
  return (prefix === '' ? parts : [prefix, ...parts]).join('/');
}
