/**
 * Calls `onGone` once the process that started this one has ended or let go of it, whichever way: the IPC channel
 * closes even when the parent is killed. The channel does not keep this process alive.
 */
export function followParent(onGone: () => void): void {
  process.once('disconnect', onGone);
  process.channel?.unref();
  if (!process.connected) onGone();
}

/** Tells the parent that this process can be used, and at which port if it has one. */
export function reportReady(port?: number): void {
  if (process.connected) process.send?.({ kind: 'ready', port });
}

/** What a child says once, when it can be used. */
export interface ReadyMessage {
  readonly kind: 'ready';
  readonly port?: number;
}

/** True for the message of {@link reportReady}. */
export function isReadyMessage(message: unknown): message is ReadyMessage {
  return typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'ready';
}
