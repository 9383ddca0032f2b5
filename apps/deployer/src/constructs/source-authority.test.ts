import { X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { rdsRoots } from './source-authority.js';

it('the authorities of RDS are one root a region, each signed by itself, and valid for long', () => {
  const roots = rdsRoots();
  expect(roots.size).toBeGreaterThan(25);
  for (const [region, pem] of roots) {
    const root = new X509Certificate(pem);
    expect(root.subject).toContain(`CN=Amazon RDS ${region} Root CA RSA2048 G1`);
    expect({ ca: root.ca, own: root.checkIssued(root), signed: root.verify(root.publicKey) }).toEqual({
      ca: true,
      own: true,
      signed: true,
    });
    expect(Date.parse(root.validTo)).toBeGreaterThan(Date.UTC(2061, 0, 1));
    expect(pem.match(/BEGIN CERTIFICATE/gu)).toHaveLength(1);
  }
});
