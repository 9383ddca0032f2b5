import type { SinkProcess } from './sink-process.ts';

/**
 * Keeps a sink running while its code changes:
 *
 *     running --code changed--> stopping --ended--> running
 *     running --ended---------> waiting  --code changed--> running
 *     (first start) --ended---> done, with the sink's exit code
 *     any ------ stopped -----> done
 */
export interface SuperviseOptions {
  readonly start: () => SinkProcess;
  /** Resolves at the next change of code after the call. */
  readonly nextChange: () => Promise<void>;
  readonly stopped: AbortSignal;
  readonly say: (text: string) => void;
}

/** A sink that a signal ended says nothing of it; shells add the signal's number to this. */
const SIGNAL_CODES = 128;

type Event =
  { readonly kind: 'ended'; readonly code: number } | { readonly kind: 'changed' } | { readonly kind: 'stopped' };

/** Resolves when it was stopped, or when a sink ended that nobody changed: with the exit code for the whole. */
export async function superviseSink({ start, nextChange, stopped, say }: SuperviseOptions): Promise<number> {
  const whenStopped = new Promise<Event>((resolve) => {
    const stop = () => resolve({ kind: 'stopped' });
    if (stopped.aborted) stop();
    stopped.addEventListener('abort', stop, { once: true });
  });
  for (let starts = 1; ; starts += 1) {
    const sink = start();
    const changed = nextChange().then((): Event => ({ kind: 'changed' }));
    const ended = sink.ended.then((code): Event => ({ kind: 'ended', code }));
    const event = await Promise.race([changed, ended, whenStopped]);
    switch (event.kind) {
      case 'stopped':
        return (await sink.stop()).killed ? 1 : 0;
      case 'changed':
        say('code changed, the sink starts again');
        await sink.stop();
        break;
      case 'ended': {
        if (starts === 1) {
          if (event.code > SIGNAL_CODES) say(`the sink was ended by a signal (exit code ${event.code})`);
          return event.code;
        }
        say(`the sink ended with exit code ${event.code}; it starts again when the code changes`);
        const next = await Promise.race([changed, whenStopped]);
        if (next.kind === 'stopped') return 0;
        break;
      }
    }
  }
}
