import { expect, it } from 'vitest';
import { secretFaults } from './secret-faults.js';

const secret = (fields: object): string =>
  JSON.stringify({ username: 'dms', password: 'hunter2', host: 'db.example.com', port: 5432, ...fields });

it.each([
  [{}, [], []],
  [{ password: 'a-b_c!d@e#f,g' }, [], []],
  [{ password: 'a+b' }, ['password'], []],
  [{ password: '100%' }, ['password'], []],
  [{ password: 'a;b' }, ['password'], ['password']],
  [{ password: '{a}' }, ['password'], ['password']],
  [{ password: 'a\nb' }, ['password'], ['password']],
  [{ host: 'db example.com' }, ['host'], ['host']],
  [{ host: 'db.example.com/shop' }, ['host'], ['host']],
  [{ host: '::1' }, [], []],
  [{ username: 'a;b' }, ['username'], ['username']],
])('%j: %j at PostgreSQL, %j at MySQL', (fields, postgresql, mysql) => {
  expect(secretFaults(secret(fields), 'postgresql')).toEqual(postgresql);
  expect(secretFaults(secret(fields), 'mysql')).toEqual(mysql);
  expect(secretFaults(secret(fields), 'mariadb')).toEqual(mysql);
});

it('does not repeat a secret that is none', () => {
  expect(() => secretFaults('hunter2', 'mysql')).toThrow('The secret of the source is not a JSON object.');
});
