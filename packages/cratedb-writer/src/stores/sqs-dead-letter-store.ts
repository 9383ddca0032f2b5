import { deadLetterId, type DeadLetter, type DeadLetterStore } from '../letters/dead-letter.js';
import { formatLetter, newLetter } from '../letters/letter-json.js';
import { putInParallel } from './put-in-parallel.js';
import { putLetters, type ObjectPort } from './s3-dead-letter-store.js';

/** What every queue takes. A queue may take up to 1,048,576 bytes where its `MaximumMessageSize` says so. */
const DEFAULT_MAX_BYTES = 262_144;

/** Where messages go: `SendMessage` of SQS, in the words of this package. Attributes are of type `String`. */
export interface QueuePort {
  readonly queue: string;
  sendMessage(message: { readonly body: string; readonly attributes: Readonly<Record<string, string>> }): Promise<void>;
}

export interface SqsDeadLetterOptions {
  readonly messages: QueuePort;
  /** For letters that are too large for a message; absent: those stay whole in `memory`. */
  readonly overflow?: { readonly objects: ObjectPort; readonly prefix: string } | undefined;
  readonly pipeline: string;
  /** Keeps what is known of each letter but its payload, so that keys are parked and tables are `incomplete`. */
  readonly memory: DeadLetterStore;
  readonly now: () => number;
  /** `MaximumMessageSize` of the queue, 262,144 unless said otherwise. Attributes count. */
  readonly maxMessageBytes?: number | undefined;
}

/**
 * Letters as messages, one each, whose body is the letter's JSON. One that is too large goes to S3 or stays in `memory`,
 * whole in either case: nothing is ever cut. A record that is delivered again is a message again, of the same `id`.
 */
export function createSqsDeadLetterStore(options: SqsDeadLetterOptions): DeadLetterStore {
  const { messages, overflow, pipeline, memory, now, maxMessageBytes = DEFAULT_MAX_BYTES } = options;
  return {
    ...memory,
    async put(letters) {
      const at = new Date(now()).toISOString();
      const stored = await putInParallel(letters, messages.queue, async (letter): Promise<DeadLetter> => {
        const id = deadLetterId(pipeline, letter.position);
        const message = {
          body: formatLetter(pipeline, newLetter(id, letter, at)),
          attributes: attributesOf(pipeline, letter),
        };
        if (sizeOf(message) <= maxMessageBytes) {
          await messages.sendMessage(message);
          return { ...letter, payload: `sqs://${messages.queue}/${id}` };
        }
        if (overflow === undefined) return letter;
        const [moved] = await putLetters({ ...overflow, pipeline, now }, [letter]);
        return moved ?? letter;
      });
      await memory.put(stored);
    },
  };
}

/** What a subscription filters by. */
function attributesOf(pipeline: string, { code, table }: DeadLetter): Readonly<Record<string, string>> {
  return { pipeline, code, ...(table === undefined ? {} : { table: `${table.schema}.${table.table}` }) };
}

/** As SQS counts: the body, and name, type and value of each attribute. */
function sizeOf({
  body,
  attributes,
}: {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}): number {
  const texts = Object.entries(attributes).flatMap(([name, value]) => [name, 'String', value]);
  return [body, ...texts].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
