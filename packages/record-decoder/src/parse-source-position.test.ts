import { describe, expect, it } from 'vitest';
import { parseSourcePosition } from './parse-source-position.js';

function keyOf(text: string, recordId?: string): string {
  const position = parseSourcePosition(text, recordId);
  if (!position.comparable) throw new Error(`${text} is not comparable`);
  return position.sortKey;
}

describe('PostgreSQL', () => {
  it.each([
    '0000001A/0C0FFEE0.3.0000001A/0C0FFE00',
    '0000001A/0C0FFEE0.3',
    '0000001A/0C0FFEE0.NOW',
    '0000001A/0C0FFEE0',
    '1a/c0ffee0',
    '0/0',
  ])('compares %s', (text) => {
    expect(parseSourcePosition(text)).toMatchObject({ comparable: true, engine: 'postgresql', text });
    expect(keyOf(text)).toHaveLength(75);
  });

  it('gives one position one key, however it is written', () => {
    expect(keyOf('1a/c0ffee0')).toBe(keyOf('0000001A/0C0FFEE0'));
    expect(keyOf('0000001A/0C0FFEE0.NOW')).toBe(keyOf('0000001A/0C0FFEE0.0.0/0'));
  });

  it('compares by LSN, then counter, then second LSN, then record', () => {
    const keys = [
      keyOf('0/FFFFFFFF.99.0/0', '99'),
      keyOf('1/0.2.0/0', '1'),
      keyOf('1/0.10.0/0', '1'),
      keyOf('1/0.10.0/1', '1'),
      keyOf('1/0.10.0/1', '2'),
      keyOf('1/0.10.0/1', '10'),
      keyOf('9/0'),
      keyOf('10/0'),
    ];
    expect(keys.toSorted()).toEqual(keys);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('MySQL', () => {
  it.each([
    'mysql-bin-changelog.000024:373',
    'mysql-bin.000024:373',
    'binlog.24:373',
    'my.own.log.000024:373:1',
    'mysql-bin-changelog.000024:373:-1:2002:677883278264080:mysql-bin-changelog.000024:300',
  ])('compares %s', (text) => {
    expect(parseSourcePosition(text)).toMatchObject({ comparable: true, engine: 'mysql', text });
    expect(keyOf(text)).toHaveLength(keyOf('a.1:1').length);
  });

  it('compares by file number, then offset, then the other numbers, then record', () => {
    const keys = [
      keyOf('mysql-bin.000002:999', '9'),
      keyOf('mysql-bin.10:20:7'),
      keyOf('mysql-bin.000010:100'),
      keyOf('mysql-bin.000010:100:-1:5'),
      keyOf('mysql-bin.000010:100:1'),
      keyOf('mysql-bin.000010:100:1', '2'),
      keyOf('mysql-bin.000010:100:1', '12'),
      keyOf('mysql-bin.1000000:4'),
    ];
    expect(keys.toSorted()).toEqual(keys);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

it.each([
  'somewhere',
  '12345',
  '1A/0C0FFEE0.3.',
  '1A/0C0FFEE0.THEN',
  '123456789/0',
  'G/0',
  '1.2.3:4',
  'mysql-bin.000024',
  'mysql-bin.000024:x',
  'mysql-bin.000024:1:2:3:4:5:6:7',
  'checkpoint:V1#27#mysql-bin.000024:373#0',
  '\n1/0',
])('keeps %j, which no engine is known for', (text) => {
  expect(parseSourcePosition(text, '1')).toEqual({ comparable: false, text });
});

it('counts a record number that is none as zero', () => {
  expect(keyOf('1/0', 'first')).toBe(keyOf('1/0'));
  expect(keyOf('1/0', '9'.repeat(21))).toBe(keyOf('1/0'));
});
