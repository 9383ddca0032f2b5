const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** One Ctrl-C can arrive twice, from the terminal and through Nx: only later ones are a second request. */
const SAME_REQUEST_MS = 1_500;

/**
 * Aborts at the first request to stop: a signal, or nobody reading the output any more. A second signal ends the process
 * at once, with exit code 130; the processes it started end with it.
 */
export function listenForStop(): AbortSignal {
  const stop = new AbortController();
  let firstMs = 0;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (!stop.signal.aborted) firstMs = Date.now();
      else if (Date.now() - firstMs > SAME_REQUEST_MS) process.exit(130);
      stop.abort();
    });
  }
  process.stdout.on('error', () => stop.abort());
  return stop.signal;
}
