import type { ExactDecimal } from '@drayage/record-decoder';

/** A number as the decoder gives it when its digits exceed a double. */
export function exactDecimal(text: string): ExactDecimal {
  return { kind: 'decimal', text };
}
