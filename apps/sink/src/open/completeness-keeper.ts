import type { SinkObserver } from '../sink-parts.js';

export interface CompletenessKeeperOptions {
  /** The time before which everything that arrived in the stream is safe; `undefined`: not known. */
  readonly source: { completeThrough(): Promise<number | undefined> };
  readonly writer: { advance(throughMs: number): Promise<void> };
  readonly observer: Pick<SinkObserver, 'onWarning' | 'onWarningOver'>;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Looks between two times that the target is told. */
  readonly looksAnAdvance?: number | undefined;
}

/** How far the target is complete, kept up to date while the sink reads. */
export interface CompletenessKeeper {
  /** The greatest time that was true so far; `undefined`: none is known yet. */
  throughMs(): number | undefined;
  /** Looks once a second and tells the target every five, until the signal aborts. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

const LOOK_INTERVAL_MS = 1_000;
const LOOKS_AN_ADVANCE = 5;
const TOPIC = 'completeness';

/**
 * What was complete once stays so: a time that steps back, because a shard changed its owner for example, is not taken.
 * A look or a statement that fails is a warning and is made again: nothing is lost but freshness of the figure.
 */
export function createCompletenessKeeper(options: CompletenessKeeperOptions): CompletenessKeeper {
  const { source, writer, observer, sleep, looksAnAdvance = LOOKS_AN_ADVANCE } = options;
  let throughMs: number | undefined;
  let looks = 0;

  const look = async (): Promise<void> => {
    const seen = await source.completeThrough();
    if (seen !== undefined) throughMs = Math.max(seen, throughMs ?? seen);
    looks += 1;
    if (throughMs === undefined || looks % looksAnAdvance !== 0) return;
    await writer.advance(throughMs);
    observer.onWarningOver(TOPIC);
  };

  return {
    throughMs: () => throughMs,
    run: async (signal) => {
      const isOver = (): boolean => signal.aborted;
      while (!isOver()) {
        try {
          await look();
        } catch {
          if (isOver()) return;
          observer.onWarning(
            TOPIC,
            'How far the tables are complete could not be kept in the target; it is tried again.',
          );
        }
        // An interrupted pause is the end.
        await sleep(LOOK_INTERVAL_MS, signal).catch(() => undefined);
      }
    },
  };
}
