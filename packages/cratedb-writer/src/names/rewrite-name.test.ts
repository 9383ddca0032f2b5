import { describe, expect, test } from 'vitest';

import { restoreName, rewriteColumnName, rewriteSchemaName, rewriteTableName } from './rewrite-name.js';

describe('a column on CrateDB', () => {
  test.each([
    ['id', 'id'],
    ['Upper Case', 'Upper Case'],
    ['größe', 'größe'],
    ['Имя', 'Имя'],
    ['😀', '😀'],
    ['a.b', 'a%2Eb'],
    ['a[1]', 'a%5B1%5D'],
    ['tab\tline\nreturn\r', 'tab%09line%0Areturn%0D'],
    ['nul\0', 'nul%00'],
    ['100%', '100%'],
    ['%', '%'],
    ['%%', '%%'],
    ['a%2Eb', 'a%252Eb'],
    ['a%2eb', 'a%252eb'],
    ['a%.b', 'a%%2Eb'],
    ['a%2.b', 'a%2%2Eb'],
    ['50%~', '50%25~'],
    ['_id', '%5Fid'],
    ['_seq_no', '%5Fseq_no'],
    ['_tombstone', '%5Ftombstone'],
    ['_ours', '_ours'],
    ['drayage_time', 'drayage%5Ftime'],
    ['drayage_id', 'drayage%5Fid'],
    ['drayage_deleted_at', 'drayage%5Fdeleted_at'],
    ['drayage_other', 'drayage_other'],
    ['', '%~'],
    ['\ud800', '%ED%A0%80'],
  ])('%j becomes %j', (name, rewritten) => {
    expect(rewriteColumnName(name, 'cratedb')).toBe(rewritten);
    expect(restoreName(rewritten)).toBe(name);
  });
});

describe('a table on CrateDB', () => {
  test.each([
    ['order-items:2024', 'order-items:2024'],
    ['order items', 'order%20items'],
    ['a.b/c\\d', 'a%2Eb%2Fc%5Cd'],
    ['*?<>|,#"', '%2A%3F%3C%3E%7C%2C%23%22'],
    ['-first', '%2Dfirst'],
    ['+first', '%2Bfirst'],
    ['_first', '_first'],
    ['t[1]', 't[1]'],
    ["it's", "it's"],
  ])('%j becomes %j', (name, rewritten) => {
    expect(rewriteTableName(name, 'cratedb')).toBe(rewritten);
    expect(restoreName(rewritten)).toBe(name);
  });
});

describe('a schema', () => {
  test.each([
    ['public', 'public', 'public'],
    ['sys', '%73ys', 'sys'],
    ['blob', '%62lob', 'blob'],
    ['information_schema', '%69nformation_schema', '%69nformation_schema'],
    ['pg_catalog', '%70g_catalog', '%70g_catalog'],
    ['pg_temp_1', 'pg_temp_1', '%70g_temp_1'],
    ['drayage', '%64rayage', '%64rayage'],
    ['SYS', 'SYS', 'SYS'],
  ])('%j becomes %j on CrateDB, %j on PostgreSQL', (name, cratedb, postgresql) => {
    expect(rewriteSchemaName(name, 'cratedb')).toBe(cratedb);
    expect(rewriteSchemaName(name, 'postgresql')).toBe(postgresql);
    expect(restoreName(cratedb)).toBe(name);
    expect(restoreName(postgresql)).toBe(name);
  });
});

describe('a column on PostgreSQL', () => {
  test.each([
    ['a.b', 'a.b'],
    ['_id', '_id'],
    ['ctid', '%63tid'],
    ['xmin', '%78min'],
    ['a\0b', 'a%00b'],
    ['drayage_id', 'drayage%5Fid'],
  ])('%j becomes %j', (name, rewritten) => {
    expect(rewriteColumnName(name, 'postgresql')).toBe(rewritten);
    expect(restoreName(rewritten)).toBe(name);
  });
});

describe('a name too long', () => {
  test('is cut and ends with a hash of the whole', () => {
    const cut = rewriteColumnName('x'.repeat(64), 'postgresql');
    expect(cut).toMatch(/^x{49}%~[0-9a-f]{12}$/);
    expect(cut).not.toBe(rewriteColumnName('x'.repeat(65), 'postgresql'));
  });

  test('is not restored from its text', () => {
    expect(restoreName(rewriteColumnName('x'.repeat(64), 'postgresql'))).toBeUndefined();
  });

  test('is never cut within a character or an escape', () => {
    expect(rewriteColumnName('ж'.repeat(40), 'postgresql')).toMatch(/^ж{24}%~[0-9a-f]{12}$/);
    expect(rewriteTableName('.'.repeat(100), 'cratedb')).toMatch(/^(?:%2E){53}%~[0-9a-f]{12}$/);
  });

  test('counts bytes, and 63 of them are not too long', () => {
    expect(rewriteColumnName('x'.repeat(63), 'postgresql')).toBe('x'.repeat(63));
  });

  test('is told from a name that only looks so', () => {
    const cut = rewriteColumnName('x'.repeat(64), 'postgresql');
    expect(rewriteColumnName(cut, 'postgresql')).not.toBe(cut);
  });
});
