import { expect, it } from 'vitest';
import { SourceError } from '../source-error.js';
import { addressFromSecret } from './address-from-secret.js';
import { parseSourceUrl } from './parse-source-url.js';

const thrown = (work: () => unknown): SourceError => {
  try {
    work();
  } catch (error) {
    if (error instanceof SourceError) return error;
  }
  throw new Error('It was accepted.');
};

it.each([
  [
    'postgresql://u:p%40ss@db.example.com/shop',
    {
      engine: 'postgresql',
      host: 'db.example.com',
      port: 5432,
      user: 'u',
      password: 'p@ss',
      database: 'shop',
      tls: 'encrypt',
    },
  ],
  [
    'postgres://localhost',
    {
      engine: 'postgresql',
      host: 'localhost',
      user: 'postgres',
      password: undefined,
      database: 'postgres',
      tls: 'off',
    },
  ],
  ['postgresql://u@db.example.com/shop?sslmode=verify-full', { tls: 'verify' }],
  ['postgresql://u@db.example.com/shop?sslmode=disable', { tls: 'off' }],
  ['postgresql://u@db.example.com/shop?sslrootcert=/rds.pem', { tls: 'verify', rootCertificatePath: '/rds.pem' }],
  ['mysql://u:p@db.example.com:3307', { engine: 'mysql', port: 3307, database: '', tls: 'encrypt' }],
  [
    'mysql://u:p@db.example.com/shop?ssl=true',
    { engine: 'mysql', host: 'db.example.com', database: '', tls: 'verify' },
  ],
  ['mariadb://127.0.0.1/?ssl=true', { engine: 'mariadb', user: 'root', tls: 'verify' }],
  ['postgresql://u@[::1]:5433/shop', { host: '::1', port: 5433, tls: 'off' }],
])('reads %s', (url, expected) => {
  expect(parseSourceUrl(url)).toMatchObject(expected);
});

it.each([
  ['oracle://u:hunter2@h', 'does not begin with'],
  ['u:hunter2', 'does not begin with'],
  ['postgresql:hunter2', 'does not begin with'],
  ['postgresql://u:hunter2@h:abc/db', 'The host or the port of the source URL is none'],
  ['MySQL://u:hunter2/x@h', 'The host or the port of the source URL is none'],
  ['postgresql://u:hunter2@h/@', 'cannot be understood'],
  ['mysql://u:hunter2@h?sslmode=require', 'unknown parameter: sslmode'],
  ['postgresql://u:hunter2@h/s?sslmode=prefer', 'unknown value'],
  ['postgresql://u:hunter2%@h/s', 'begins no character code'],
])('refuses %s without repeating its password', (url, message) => {
  const error = thrown(() => parseSourceUrl(url));
  expect(error.message).toContain(message);
  expect(`${error.message} ${error.remedy}`).not.toContain('hunter2');
});

it('takes the address from the secret of AWS DMS, and what the configuration says before it', () => {
  const secret = '{"username":"u","password":"p","host":"db.example.com","port":5433,"dbname":"shop"}';
  expect(addressFromSecret(secret, { engine: 'postgresql' })).toMatchObject({
    user: 'u',
    password: 'p',
    host: 'db.example.com',
    port: 5433,
    database: 'shop',
    tls: 'encrypt',
  });
  expect(
    addressFromSecret(secret, { engine: 'postgresql', host: 'localhost', port: 15432, database: 'other' }),
  ).toMatchObject({ host: 'localhost', port: 15432, database: 'other', tls: 'off' });
  expect(addressFromSecret('{"username":"u","password":"p","host":"h"}', { engine: 'mysql' })).toMatchObject({
    port: 3306,
    database: '',
  });
});

it.each(['hunter2', '["hunter2"]', '{"password":"hunter2"}', '{"username":"u","password":"hunter2 ","host":"h"}'])(
  'refuses the secret %s without repeating it',
  (secret) => {
    const error = thrown(() => addressFromSecret(secret, { engine: 'mysql' }));
    expect(`${error.message} ${error.remedy}`).not.toContain('hunter2');
  },
);
