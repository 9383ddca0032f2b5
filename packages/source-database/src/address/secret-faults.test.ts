import { expect, it } from 'vitest';
import { secretFaults } from './secret-faults.js';

const secret = (fields: object): string =>
  JSON.stringify({ username: 'dms', password: 'hunter2', host: 'db.example.com', port: 5432, ...fields });

it.each([
  [{}, [], []],
  [{ password: 'a-b_c!d@e#f,g' }, [], []],
  [{ password: 'a+b' }, ['password: characters'], []],
  [{ password: '100%' }, ['password: characters'], []],
  [{ password: 'a;b' }, ['password: characters'], ['password: characters']],
  [{ password: '{a}' }, ['password: characters'], ['password: characters']],
  [{ password: 'a\nb' }, ['password: characters'], ['password: characters']],
  [{ host: 'db example.com' }, ['host: characters'], ['host: characters']],
  [{ host: 'db.example.com/shop' }, ['host: characters'], ['host: characters']],
  [{ host: '::1' }, [], []],
  [{ host: ' db.example.com' }, ['host: blank'], ['host: blank']],
  [
    { password: 'hunter2\n', username: 'dms ' },
    ['username: blank', 'password: blank'],
    ['username: blank', 'password: blank'],
  ],
  [{ password: 'a+b ' }, ['password: blank', 'password: characters'], ['password: blank']],
  [{ username: 'a;b' }, ['username: characters'], ['username: characters']],
])('%j: %j at PostgreSQL, %j at MySQL', (fields, postgresql, mysql) => {
  const faults = (engine: 'postgresql' | 'mysql' | 'mariadb'): readonly string[] =>
    secretFaults(secret(fields), engine).map(({ field, fault }) => `${field}: ${fault}`);
  expect(faults('postgresql')).toEqual(postgresql);
  expect(faults('mysql')).toEqual(mysql);
  expect(faults('mariadb')).toEqual(mysql);
});

it('does not repeat a secret that is none', () => {
  expect(() => secretFaults('hunter2', 'mysql')).toThrow('The secret of the source is not a JSON object.');
});
