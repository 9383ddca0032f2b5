import { expect, it } from 'vitest';
import { parseGrants } from './parse-grants.js';

const readable = (lines: readonly string[], ...names: readonly (readonly [string, string])[]): readonly boolean[] => {
  const { mayRead } = parseGrants(lines);
  return names.map(([schema, name]) => mayRead({ schema, name }));
};

it('reads privileges on everything', () => {
  expect(
    parseGrants(["GRANT REPLICATION SLAVE, BINLOG MONITOR ON *.* TO `dms`@`%` IDENTIFIED BY PASSWORD '*00'"]).global,
  ).toEqual(['REPLICATION SLAVE', 'BINLOG MONITOR']);
  expect(readable(['GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION'], ['any', 'table'])).toEqual([
    true,
  ]);
  expect(parseGrants(['GRANT USAGE ON *.* TO `dms`@`%`', 'GRANT `reader`@`%` TO `dms`@`%`']).global).toEqual(['USAGE']);
});

it('reads privileges on schemas, whose names are patterns', () => {
  expect(readable(['GRANT SELECT ON `my\\_shop`.* TO `dms`@`%`'], ['my_shop', 't'], ['myxshop', 't'])).toEqual([
    true,
    false,
  ]);
  expect(
    readable(
      ['GRANT INSERT, SELECT (a, b), SELECT ON `app_%`.* TO `dms`@`%`'],
      ['app_1', 't'],
      ['appx2', 't'],
      ['ap', 't'],
    ),
  ).toEqual([true, true, false]);
  expect(readable(['GRANT INSERT ON `shop`.* TO `dms`@`%`'], ['shop', 't'])).toEqual([false]);
  expect(readable(['GRANT SELECT ON `a.b(c)`.* TO `dms`@`%`'], ['a.b(c)', 't'], ['axb(c)', 't'])).toEqual([
    true,
    false,
  ]);
});

it('reads privileges on single tables', () => {
  expect(
    readable(['GRANT SELECT ON `shop`.`odd``name` TO `dms`@`%`'], ['shop', 'odd`name'], ['shop', 'other']),
  ).toEqual([true, false]);
});

it('takes schemas out of everything, by their exact names, where revokes are partial', () => {
  const { mayRead } = parseGrants(
    [
      'GRANT SELECT ON *.* TO `dms`@`%`',
      'REVOKE SELECT ON `my_shop`.* FROM `dms`@`%`',
      'GRANT SELECT ON `app_1`.* TO `dms`@`%`',
    ],
    { hasLiteralNames: true },
  );
  expect(['my_shop', 'myxshop', 'other'].map((schema) => mayRead({ schema, name: 't' }))).toEqual([false, true, true]);
  const literal = parseGrants(['GRANT SELECT ON `app_1`.* TO `dms`@`%`'], { hasLiteralNames: true });
  expect(['app_1', 'appx1'].map((schema) => literal.mayRead({ schema, name: 't' }))).toEqual([true, false]);
});
