import type { SinkEnvironment } from './environment.js';

export interface StopOnSignal {
  readonly signal: AbortSignal;
  /** No longer listens. */
  release(): void;
}

/** 128 and the number of the signal, as shells report it. */
const SIGNAL_EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** The first signal stops in order; a second one ends the process at once. */
export function stopOnSignal(
  { onStopSignal, exitNow }: Pick<SinkEnvironment, 'onStopSignal' | 'exitNow'>,
  onFirst: (name: string) => void,
): StopOnSignal {
  const controller = new AbortController();
  const release = onStopSignal((name) => {
    if (controller.signal.aborted) {
      exitNow(SIGNAL_EXIT_CODES[name]);
      return;
    }
    onFirst(name);
    controller.abort();
  });
  return { signal: controller.signal, release };
}
