import { describe, expect, it } from 'vitest';
import { parseBenchArguments } from './command-line.ts';

describe('parseBenchArguments', () => {
  it('measures in nine rounds and a million records unless told otherwise', () => {
    expect(parseBenchArguments([])).toMatchObject({
      output: 'table',
      help: false,
      size: { rounds: 9, memoryRecords: 1_000_000 },
    });
  });

  it('takes fewer of everything with --quick, and any number of rounds', () => {
    expect(parseBenchArguments(['--quick', '--output', 'json']).size.memoryRecords).toBeLessThan(1_000_000);
    expect(parseBenchArguments(['--rounds', '21']).size).toMatchObject({ rounds: 21, memoryRecords: 1_000_000 });
  });

  it.each([['--output', 'xml'], ['--rounds', '0'], ['--rounds', 'some'], ['--fast'], ['x']])(
    'refuses %s %s',
    (...args) => {
      expect(() => parseBenchArguments(args)).toThrow();
    },
  );
});
