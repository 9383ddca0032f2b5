import { describe, expect, it } from 'vitest';
import { superviseSink } from './supervise-sink.ts';

/** A sink, a source of changes and a stop button, all moved by hand. */
function stage({ killed = false } = {}) {
  const log: string[] = [];
  const stop = new AbortController();
  const started: (() => void)[] = [];
  const changed: (() => void)[] = [];
  const ends: ((code: number) => void)[] = [];
  const result = superviseSink({
    start: () => {
      log.push('start');
      let end: (code: number) => void = () => undefined;
      const ended = new Promise<number>((resolve) => (end = resolve));
      ends.push(end);
      for (const tell of started.splice(0)) tell();
      const stopSink = () => {
        log.push('stop');
        end(0);
        return Promise.resolve({ killed });
      };
      return { ended, stop: stopSink };
    },
    nextChange: () => new Promise((resolve) => changed.push(resolve)),
    stopped: stop.signal,
    say: (text) => log.push(text),
  });
  return {
    log,
    result,
    stop: () => stop.abort(),
    end: (code: number) => ends.at(-1)?.(code),
    change: () => {
      for (const tell of changed.splice(0)) tell();
    },
    nextStart: () => new Promise<void>((resolve) => started.push(resolve)),
  };
}

describe('superviseSink', () => {
  it('stops the sink when it is stopped', async () => {
    const { log, result, stop } = stage();
    stop();
    expect(await result).toBe(0);
    expect(log).toEqual(['start', 'stop']);
  });

  it('is not content when the sink had to be killed', async () => {
    const { result, stop } = stage({ killed: true });
    stop();
    expect(await result).toBe(1);
  });

  it('starts the sink again when code changes, after the old one has stopped', async () => {
    const { log, result, stop, change, nextStart } = stage();
    const again = nextStart();
    change();
    await again;
    stop();
    expect(await result).toBe(0);
    expect(log).toEqual(['start', 'code changed, the sink starts again', 'stop', 'start', 'stop']);
  });

  it('ends with the exit code of a sink that did not even start', async () => {
    const { log, result, end } = stage();
    end(2);
    expect(await result).toBe(2);
    expect(log).toEqual(['start']);
  });

  it('says so when the sink was killed', async () => {
    const { log, result, end } = stage();
    end(137);
    expect(await result).toBe(137);
    expect(log).toContain('the sink was ended by a signal (exit code 137)');
  });

  it('waits for a change when a sink ends that was started again', async () => {
    const { log, result, stop, change, end, nextStart } = stage();
    const again = nextStart();
    change();
    await again;
    const oncemore = nextStart();
    end(1);
    change();
    await oncemore;
    stop();
    expect(await result).toBe(0);
    expect(log.filter((entry) => entry === 'start')).toHaveLength(3);
    expect(log).toContain('the sink ended with exit code 1; it starts again when the code changes');
  });
});
