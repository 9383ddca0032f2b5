import { describe, expect, it } from 'vitest';
import { helpWidth, wrapHelp } from './wrap-help.js';

describe('wrapHelp', () => {
  it('wraps prose, joins what was wrapped at another width, and leaves commands and options as they are', () => {
    const text = [
      'Usage: dray example [options] with a line that is longer than the width',
      '',
      'One sentence that was',
      'written in two lines, and goes on.',
      'Exit codes: 0 done, 1 failure, 2 usage.',
      '',
      'Examples:',
      '  $ dray example --with a --very long command that stays in one line',
      '',
    ].join('\n');
    expect(wrapHelp(text, 40).split('\n')).toEqual([
      'Usage: dray example [options] with a line that is longer than the width',
      '',
      'One sentence that was written in two',
      'lines, and goes on.',
      'Exit codes: 0 done, 1 failure, 2 usage.',
      '',
      'Examples:',
      '  $ dray example --with a --very long command that stays in one line',
      '',
    ]);
  });

  it('goes on with a sentence where a line of it ends with a colon', () => {
    expect(wrapHelp('It waits for them. Two ways lead on:\none and two.\nOptions:\n  --all', 30).split('\n')).toEqual([
      'It waits for them. Two ways',
      'lead on: one and two.',
      'Options:',
      '  --all',
    ]);
  });

  it.each([
    [undefined, 80],
    [60, 60],
    [300, 120],
  ])('is as wide as a terminal of %s columns allows: %i', (columns, width) => {
    expect(helpWidth(columns)).toBe(width);
  });
});
