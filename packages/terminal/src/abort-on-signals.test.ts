import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { abortOnSignals } from './abort-on-signals.js';

function signalled(): {
  readonly signal: AbortSignal;
  readonly send: (name: string, at: number) => void;
  readonly seen: readonly string[];
} {
  let now = 0;
  const seen: string[] = [];
  const process = Object.assign(new EventEmitter(), { exit: (code: number) => void seen.push(`exit ${code}`) });
  const signal = abortOnSignals({ process, now: () => now, onFirst: () => void seen.push('first') });
  signal.addEventListener('abort', () => seen.push((signal.reason as Error).message));
  const send = (name: string, at: number): void => {
    now = at;
    process.emit(name);
  };
  return { signal, send, seen };
}

it.each(['SIGINT', 'SIGTERM'])('tells of the first %s, and then aborts with its name', (name) => {
  const { signal, send, seen } = signalled();
  expect(signal.aborted).toBe(false);
  send(name, 0);
  expect(signal.aborted).toBe(true);
  expect(seen).toEqual(['first', name]);
});

it('ends the process for whoever insists, and takes an echo for the same wish', () => {
  const { send, seen } = signalled();
  send('SIGINT', 0);
  send('SIGINT', 5);
  expect(seen).toEqual(['first', 'SIGINT']);
  send('SIGINT', 2_000);
  expect(seen).toEqual(['first', 'SIGINT', 'exit 130']);
});
