import { describe, expect, test } from 'vitest';

import { SinkError } from '../sink-error.js';
import { describeTarget } from './describe-target.js';
import { parseTargetUrl } from './parse-target-url.js';
import type { ServerAddress } from './target-address.js';

function server(text: string): ServerAddress {
  const address = parseTargetUrl(text);
  if (address.kind !== 'server') {
    throw new Error('not the address of a server');
  }
  return address;
}

function refusal(text: string): SinkError {
  try {
    parseTargetUrl(text);
  } catch (error) {
    if (error instanceof SinkError) {
      return error;
    }
  }
  throw new Error('not refused');
}

describe('crate:// URLs', () => {
  test('default to the wire port, user crate and schema doc', () => {
    expect(server('crate://localhost:4200/')).toEqual({
      kind: 'server',
      dialect: 'cratedb',
      host: 'localhost',
      port: 5432,
      user: 'crate',
      password: undefined,
      database: 'doc',
      tls: 'off',
      rootCertificatePath: undefined,
      warnings: [],
    });
  });

  test('take user, password, schema, wire port and TLS', () => {
    expect(
      server('crate://ann:secret@db.example.com:4200/shop?ssl=true&pgport=5433&sslrootcert=/etc/ca.pem'),
    ).toMatchObject({
      host: 'db.example.com',
      port: 5433,
      user: 'ann',
      password: 'secret',
      database: 'shop',
      tls: 'verify-full',
      rootCertificatePath: '/etc/ca.pem',
      warnings: [],
    });
  });

  test('decode user, password and schema', () => {
    expect(server('crate://a%40b:p%2F%3A%23%3F%25%20w@localhost/my%20schema')).toMatchObject({
      user: 'a@b',
      password: 'p/:#?% w',
      database: 'my schema',
    });
  });

  test('take IPv6 addresses', () => {
    expect(server('crate://[::1]:4200').host).toBe('::1');
  });

  test('warn when rows would leave the machine unencrypted', () => {
    expect(server('crate://db.example.com').warnings).toEqual([
      'Rows and password travel unencrypted to db.example.com: add ssl=true to the target URL.',
    ]);
    for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '[::1]', 'crate.localhost']) {
      expect(server(`crate://${host}`).warnings).toEqual([]);
    }
  });
});

describe('postgresql:// URLs', () => {
  test('leave the dialect to the server, and default to the database named like the user', () => {
    expect(server('postgres://ann:pw@localhost')).toMatchObject({
      dialect: undefined,
      port: 5432,
      user: 'ann',
      database: 'ann',
      tls: 'off',
    });
    expect(server('postgresql://localhost:5433/shop')).toMatchObject({
      user: 'postgres',
      port: 5433,
      database: 'shop',
    });
  });

  test('take the folder of a Unix socket as host', () => {
    expect(server('postgresql://%2Fvar%2Frun%2Fpostgresql/shop')).toMatchObject({
      host: '/var/run/postgresql',
      warnings: [],
    });
  });

  test.each([
    ['disable', 'off'],
    ['no-verify', 'encrypt'],
    ['require', 'encrypt'],
    ['require&sslrootcert=ca.pem', 'verify-ca'],
    ['verify-ca&sslrootcert=ca.pem', 'verify-ca'],
    ['verify-full', 'verify-full'],
    ['verify-full&sslrootcert=ca.pem', 'verify-full'],
  ])('sslmode=%s means %s', (mode, tls) => {
    expect(server(`postgresql://db/shop?sslmode=${mode}`).tls).toBe(tls);
  });

  test('warn about certificates that nobody verifies', () => {
    expect(server('postgresql://db/shop?sslmode=require').warnings).toHaveLength(1);
    expect(server('postgresql://db/shop?sslmode=verify-full').warnings).toEqual([]);
  });
});

describe('pglite: URLs', () => {
  test('name a directory, or memory', () => {
    expect(parseTargetUrl('pglite:')).toEqual({ kind: 'embedded', directory: undefined, warnings: [] });
    expect(parseTargetUrl('pglite:./data/drayage')).toEqual({
      kind: 'embedded',
      directory: './data/drayage',
      warnings: [],
    });
  });
});

describe('what is refused', () => {
  test.each([
    ['', 'does not begin with'],
    ['localhost:5432', 'does not begin with'],
    ['mysql://localhost', 'does not begin with'],
    ['crate+http://localhost', 'does not begin with'],
    ['crate:localhost', 'cannot be understood'],
    ['crate://localhost?timeout=3', 'unknown parameter: timeout'],
    ['crate://localhost?sslmode=require', 'unknown parameter: sslmode'],
    ['crate://localhost?ssl=yes', 'neither true nor false'],
    ['crate://localhost?ssl=true&ssl=false', 'given twice'],
    ['crate://localhost?pgport=', 'is empty'],
    ['crate://localhost?sslrootcert=ca.pem', 'ssl is not true'],
    ['crate://localhost?pgport=http', 'not a number'],
    ['crate://localhost?pgport=70000', 'not a number'],
    ['crate://localhost/shop/orders', 'more than one part'],
    ['crate://user:50%@localhost', 'begins no character code'],
    ['postgresql://localhost?sslmode=prefer', 'unknown value'],
    ['postgresql://localhost?sslmode=verify-ca', 'needs sslrootcert'],
    ['postgresql://localhost?sslmode=disable&sslrootcert=ca.pem', 'does not use it'],
    ['postgresql://localhost?ssl=true', 'unknown parameter: ssl'],
    ['pglite://data', 'nothing but a directory'],
    ['pglite:data?x=1', 'nothing but a directory'],
  ])('%j: %s', (text, message) => {
    const error = refusal(text);
    expect(error.code).toBe('target-invalid');
    expect(error.message).toContain(message);
    expect(error.remedy).not.toBe('');
  });

  test.each(['s3cr3t@x', 's3cr3t/x', 's3cr3t#x', 's3cr3t?x', '12/s3cr3t', '12?s3cr3t', '12#s3cr3t', 's3cr3t%zz'])(
    'never repeats a password that was not encoded: %s',
    (password) => {
      for (const scheme of ['crate', 'postgresql', 'oracle']) {
        const text = `${scheme}://user:${password}@db.example.com/shop?x=1`;
        const error = refusal(text);
        expect(`${error.message} ${error.remedy}`).not.toContain('s3cr3t');
      }
    },
  );
});

describe('describeTarget', () => {
  test.each([
    ['crate://ann:secret@db/shop?ssl=true', 'crate://ann@db/shop?ssl=true&pgport=5432'],
    ['crate://[::1]', 'crate://crate@[::1]/doc?pgport=5432'],
    ['postgresql://a%40b:secret@db:5433/shop?sslmode=require', 'postgresql://a%40b@db:5433/shop?sslmode=no-verify'],
    ['pglite:', 'pglite:'],
    ['pglite:./data', 'pglite:./data'],
  ])('%s', (text, expected) => {
    expect(describeTarget(parseTargetUrl(text))).toBe(expected);
  });
});
