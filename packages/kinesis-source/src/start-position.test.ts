import { describe, expect, it } from 'vitest';
import { parseStartPosition } from './start-position.js';

describe('parseStartPosition', () => {
  it.each(['checkpoint', 'trim-horizon', 'latest'])('reads the word %s', (word) => {
    expect(parseStartPosition(` ${word} `)).toEqual({ kind: word });
  });

  it.each(['2026-01-31T12:00:00Z', '2026-01-31T13:00:00+01:00', '2026-01-31T12:00Z', '2026-01-31T12:00:00.000Z'])(
    'reads the time %s',
    (text) => {
      expect(parseStartPosition(text)).toEqual({ kind: 'time', at: new Date('2026-01-31T12:00:00Z') });
    },
  );

  it.each(['', 'TRIM_HORIZON', 'yesterday', '2026-01-31', '2026-01-31T12:00:00', '2026-13-31T12:00:00Z'])(
    'refuses %j and says what it would understand',
    (text) => {
      expect(() => parseStartPosition(text)).toThrow(/Use checkpoint, trim-horizon, latest, or a time with its zone/);
    },
  );
});
