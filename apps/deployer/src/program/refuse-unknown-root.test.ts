import { expect, it } from 'vitest';
import { EXISTING_SOURCE, specOf } from '../testing/spec.js';
import { refuseUnknownRoot } from './refuse-unknown-root.js';

const DEMO = { source: { mode: 'demo', engine: 'mysql' } };
const CERTIFICATE = 'arn:aws:dms:eu-central-1:123456789012:cert:ABCDEFGHIJKLMNOPQRSTUVWXYZ';

it('refuses a demonstration that is verified where the authority of RDS is not known, and says the ways on', async () => {
  const spec = await specOf(DEMO);
  expect(() => refuseUnknownRoot(spec, 'eu-central-1')).not.toThrow();
  expect(() => refuseUnknownRoot(spec, 'cn-north-1')).toThrow(
    expect.objectContaining({
      code: 'unknown-authority',
      message:
        'The certificate by which AWS DMS would verify a database of RDS in cn-north-1 is not known to this version.',
      remedy: 'Import it into AWS DMS and set replication.certificateArn, or set replication.sslMode: none.',
    }),
  );
});

it.each([
  ['says its certificate', { ...DEMO, replication: { certificateArn: CERTIFICATE } }],
  ['asks for plain text', { ...DEMO, replication: { sslMode: 'none' } }],
  ['is PostgreSQL, encrypted without being verified', { source: { mode: 'demo', engine: 'postgresql' } }],
  ['is of somebody else', { source: EXISTING_SOURCE }],
])('leaves one alone that %s', async (_what, sections) => {
  const spec = await specOf(sections);
  expect(() => refuseUnknownRoot(spec, 'cn-north-1')).not.toThrow();
});
