import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';

import { createSelfSignedCertificate } from './self-signed-certificate.ts';

test('makes a certificate that Node.js reads and that signed itself', () => {
  const certificate = new X509Certificate(createSelfSignedCertificate('localhost').certificate);
  expect(certificate.checkHost('localhost')).toBe('localhost');
  expect(certificate.checkHost('example.org')).toBeUndefined();
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.ca).toBe(true);
  expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now());
});
