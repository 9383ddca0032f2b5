/** Whether somebody ended it: by a signal, or by Ctrl-C at a question. */
export function isInterruption(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted || (error instanceof Error && 'code' in error && error.code === 'ABORT_ERR');
}
