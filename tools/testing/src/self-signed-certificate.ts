import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** A certificate that is its own authority, and its private key; both as PEM text. */
export interface SelfSignedCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
  dnsName: 0x82,
  version: 0xa0,
  extensions: 0xa3,
} as const;

/** Object identifiers in their DER form. */
const OID = {
  ecdsaWithSha256: '2a8648ce3d040302',
  commonName: '550403',
  subjectAltName: '551d11',
  basicConstraints: '551d13',
} as const;

/** Makes a certificate for one host name, valid from yesterday until tomorrow: for tests of TLS, without files kept. */
export function createSelfSignedCertificate(hostname: string): SelfSignedCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const body = certificateBody(hostname, publicKey);
  const signature = sign('sha256', body, privateKey);
  const der = sequence(
    body,
    sequence(objectIdentifier(OID.ecdsaWithSha256)),
    element(TAG.bitString, Buffer.of(0), signature),
  );
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** TBSCertificate of RFC 5280, version 3. */
function certificateBody(hostname: string, publicKey: KeyObject): Buffer {
  const name = sequence(
    element(TAG.set, sequence(objectIdentifier(OID.commonName), element(TAG.utf8String, Buffer.from(hostname)))),
  );
  return sequence(
    element(TAG.version, element(TAG.integer, Buffer.of(2))),
    element(TAG.integer, Buffer.of(1)),
    sequence(objectIdentifier(OID.ecdsaWithSha256)),
    name,
    sequence(utcTime(-1), utcTime(1)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(
      TAG.extensions,
      sequence(
        extension(OID.subjectAltName, sequence(element(TAG.dnsName, Buffer.from(hostname)))),
        extension(OID.basicConstraints, sequence(element(TAG.boolean, Buffer.of(0xff)))),
      ),
    ),
  );
}

function extension(oid: string, value: Buffer): Buffer {
  return sequence(objectIdentifier(oid), element(TAG.octetString, value));
}

function utcTime(daysFromNow: number): Buffer {
  const time = new Date(Date.now() + daysFromNow * 86_400_000).toISOString();
  return element(TAG.utcTime, Buffer.from(`${time.slice(2, 19).replace(/[-T:]/g, '')}Z`));
}

function objectIdentifier(hex: string): Buffer {
  return element(TAG.objectIdentifier, Buffer.from(hex, 'hex'));
}

function sequence(...contents: readonly Buffer[]): Buffer {
  return element(TAG.sequence, ...contents);
}

/** Tag, length, contents. Lengths to 65,535 suffice for a certificate. */
function element(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const lengthBytes = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...lengthBytes), content]);
}
