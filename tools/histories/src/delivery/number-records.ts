import type { SourceMessage } from '../messages/source-message.ts';
import type { DeliveredRecord } from './delivery.ts';

const FIRST_SEQUENCE = 49_664_459_213_214_506_049_272_029_928_136_046_394_554_240n;
const PER_SHARD = 10_000_000_000_000n;

/** Messages as the shard with this number holds them: their numbers grow, and arrival never goes back. */
export function numberRecords(
  messages: readonly Pick<SourceMessage, 'data' | 'timeMicros'>[],
  shard: number,
): readonly DeliveredRecord[] {
  let arrivalTimeMs = 0;
  return messages.map(({ data, timeMicros }, index) => {
    arrivalTimeMs = Math.max(arrivalTimeMs, Math.ceil(timeMicros / 1000) + 20);
    return {
      sequenceNumber: String(FIRST_SEQUENCE + BigInt(shard) * PER_SHARD + BigInt(index) * 17n),
      arrivalTimeMs,
      data,
    };
  });
}
