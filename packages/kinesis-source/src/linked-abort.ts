import { setMaxListeners } from 'node:events';

/** A scope of work: ends with the scope it belongs to, or earlier on its own. */
export interface LinkedAbort {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
  /** Lets go of the outer signal, which may live much longer. */
  dispose(): void;
}

/**
 * `AbortSignal.any` without its cost: on Node 20 the outer signal keeps every combined one for as long as it lives, and
 * here the outer one lives as long as the process.
 */
export function linkedAbort(outer: AbortSignal): LinkedAbort {
  const controller = new AbortController();
  // A stream may have hundreds of shards, and each listens; Node would warn at eleven.
  setMaxListeners(0, controller.signal);
  const onAbort = (): void => controller.abort(outer.reason);
  if (outer.aborted) onAbort();
  else outer.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    dispose: () => outer.removeEventListener('abort', onAbort),
  };
}
