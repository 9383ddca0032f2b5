import { describe, expect, it } from 'vitest';
import { asTerminal, collect } from '../testing/run-dray.js';
import { createProgressBar } from './progress-bar.js';

describe('createProgressBar', () => {
  it('draws on a terminal', () => {
    const { stream, text } = collect();
    const bar = createProgressBar(asTerminal(stream), 100);
    bar.advance(50, 3);
    bar.stop();
    expect(text()).toContain('50 % | 3 records');
  });

  it('writes nothing to a file or a pipe', () => {
    const { stream, text } = collect();
    const bar = createProgressBar(stream, 100);
    bar.advance(50, 3);
    bar.stop();
    expect(text()).toBe('');
  });

  it('can be stopped twice', () => {
    const { stream } = collect();
    const bar = createProgressBar(asTerminal(stream), 0);
    bar.stop();
    expect(() => bar.stop()).not.toThrow();
  });
});
