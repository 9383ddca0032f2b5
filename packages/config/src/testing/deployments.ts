import { load } from './load.js';

const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:source-AbCdEf';
const TARGET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:cratedb-AbCdEf';

export type Values = Readonly<Record<string, unknown>>;

/** The least of a deployment that makes its own source. */
export const DEMO = {
  pipeline: 'shop',
  source: { mode: 'demo', engine: 'postgresql' },
  target: { urlSecretArn: TARGET },
};

/** The least of one whose source is there. */
export const EXISTING = {
  pipeline: 'shop',
  source: {
    engine: 'postgresql',
    database: 'shop',
    secretArn: SECRET,
    vpcId: 'vpc-0a1b0000',
    subnetIds: ['subnet-0a000000', 'subnet-0b000000'],
    securityGroupIds: ['sg-0a000000'],
  },
  network: { endpoints: 'existing' },
  target: { urlSecretArn: TARGET },
};

/** The result of a deployment of these sections over the ones of `base`, with these variables. */
export function loadDeployment(sections: Values, base: Values = DEMO, env: Readonly<Record<string, string>> = {}) {
  return load({
    env,
    files: { 'drayage.config.json': JSON.stringify(merge(base, sections)) },
    required: ['deployment'],
  });
}

/** What is wrong with it. */
export async function mistakes(sections: Values, base: Values = DEMO): Promise<readonly string[]> {
  const result = await loadDeployment(sections, base);
  return result.ok ? [] : result.problems.map(({ path, message, remedy }) => `${path}: ${message} ${remedy}`);
}

/** Sections over sections, key by key. */
export function merge(base: Values, sections: Values): Values {
  const names = new Set([...Object.keys(base), ...Object.keys(sections)]);
  return Object.fromEntries(
    [...names].map((name) => {
      const [below, above] = [base[name], sections[name]];
      const both = typeof below === 'object' && typeof above === 'object';
      return [name, both ? { ...below, ...above } : (above ?? below)];
    }),
  );
}
