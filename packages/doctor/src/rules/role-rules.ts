import type { NamedRole, RoleFacts } from '../facts/aws-facts.js';
import type { Read } from '../facts/read.js';
import { valueOf } from '../facts/read.js';
import type { Finding, Severity } from '../finding.js';
import { findingOf } from './area-finding.js';

interface Expectation {
  /** The managed policy that makes the role what it is; empty: none in particular. */
  readonly policy: string;
  readonly whyItMatters: string;
}

const EXPECTED: Readonly<Record<RoleFacts['purpose'], Expectation>> = {
  vpc: {
    policy: 'AmazonDMSVPCManagementRole',
    whyItMatters:
      'AWS DMS cannot place a replication in a VPC: "The IAM Role dms-vpc-role is not configured properly".',
  },
  logs: {
    policy: 'AmazonDMSCloudWatchLogsRole',
    whyItMatters: 'AWS DMS writes no logs: what it leaves out or fails at cannot be seen.',
  },
  stream: { policy: '', whyItMatters: 'AWS DMS may not write to the stream: nothing arrives.' },
  secret: { policy: '', whyItMatters: 'AWS DMS cannot read the password of the source: the connection fails.' },
};

/** The roles that AWS DMS takes: there, trusted to it, with their policy. Names are exact and once for each account. */
export function roleRules(roles: Read<readonly NamedRole[]>): readonly Finding[] {
  return (valueOf(roles) ?? []).flatMap(({ role: read }) => {
    const role = valueOf(read);
    if (role === undefined) return [];
    return role.exists ? [...trustRules(role), ...policyRules(role), ...keyRules(role)] : [missing(role)];
  });
}

function missing(role: RoleFacts): Finding {
  const { policy } = EXPECTED[role.purpose];
  return finding(role, 'role-missing', 'error', {
    what: `There is no role ${role.name}.`,
    remedy:
      policy === ''
        ? `Make it: it trusts ${principal(role)}.`
        : `Deploy the account roles, once for the account: it trusts ${principal(role)} and has the policy ${policy}. A second stack that makes it fails with "already exists".`,
  });
}

function trustRules(role: RoleFacts): readonly Finding[] {
  if (role.trusts.some(isTrusted(role))) return [];
  const wanted = principal(role);
  const document = policy({ Effect: 'Allow', Principal: { Service: wanted }, Action: 'sts:AssumeRole' });
  return [
    finding(role, 'role-trust', 'error', {
      what: `${role.name} trusts ${role.trusts.join(', ') || 'nobody'}, not ${wanted}.`,
      remedy: wanted.includes('<')
        ? `Let ${wanted} take it (sts:AssumeRole).`
        : `It replaces who may take the role, so add others that shall: aws iam update-assume-role-policy --role-name ${bareName(role)} --policy-document '${document}'`,
    }),
  ];
}

function policyRules(role: RoleFacts): readonly Finding[] {
  const { policy: managed } = EXPECTED[role.purpose];
  const findings: Finding[] = [];
  if (managed !== '' && !role.policies.includes(managed)) {
    findings.push(
      finding(role, 'role-policy', 'error', {
        what: `${role.name} lacks the policy ${managed}.`,
        remedy: `aws iam attach-role-policy --role-name ${bareName(role)} --policy-arn arn:aws:iam::aws:policy/service-role/${managed}`,
      }),
    );
  }
  if (role.missingActions.length > 0) {
    findings.push(
      finding(role, 'role-policy', 'error', {
        what: `${role.name} may not ${role.missingActions.join(', ')}${role.resource === undefined ? '' : ` on ${role.resource}`}.`,
        remedy: allow(role, role.missingActions, role.resource ?? '*'),
      }),
    );
  }
  return findings;
}

/** The policy of the key itself may allow it, and is not read. */
function keyRules(role: RoleFacts): readonly Finding[] {
  const key = valueOf(role.key);
  if (key === undefined || key.missingActions.length === 0) return [];
  const thing = role.purpose === 'secret' ? 'secret' : 'stream';
  return [
    finding(role, 'role-key', 'warning', {
      what: `No policy of ${role.name} allows ${key.missingActions.join(', ')} on the key of the ${thing}, ${key.id}.`,
      whyItMatters: `The ${thing} is encrypted with a key of your own. Unless the policy of the key lets the role use it: ${EXPECTED[role.purpose].whyItMatters}`,
      remedy: key.id.startsWith('arn:')
        ? allow(role, key.missingActions, key.id)
        : `Allow ${key.missingActions.join(', ')} on ${key.id} to it, in a policy of the role or of the key.`,
    }),
  ];
}

/** The secret alone is read by the service of the region. */
function principal({ purpose, region }: RoleFacts): string {
  if (purpose !== 'secret') return 'dms.amazonaws.com';
  return `dms.${region ?? '<region>'}.amazonaws.com${region?.startsWith('cn-') === true ? '.cn' : ''}`;
}

function isTrusted(role: RoleFacts): (service: string) => boolean {
  const wanted = principal(role);
  if (role.purpose === 'secret' && role.region === undefined) {
    return (service) => /^dms\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/u.test(service);
  }
  return (service) => service === wanted || (wanted.endsWith('.cn') && `${service}.cn` === wanted);
}

/** Under a name that no policy of the role has: one of the same name would be replaced. */
function allow(role: RoleFacts, actions: readonly string[], resource: string): string {
  const base = resource.includes(':kms:') ? 'drayage-key' : `drayage-${role.purpose}`;
  const free = [base, ...role.policies.map((_, at) => `${base}-${at + 2}`)].find(
    (name) => !role.policies.includes(name),
  );
  const document = policy({ Effect: 'Allow', Action: actions, Resource: resource });
  return `aws iam put-role-policy --role-name ${bareName(role)} --policy-name ${free ?? base} --policy-document '${document}'`;
}

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

/** Roles of endpoints are named by their ARN. */
function bareName({ name }: RoleFacts): string {
  return name.split('/').at(-1) ?? name;
}

type Texts = Pick<Finding, 'what' | 'remedy'> & { readonly whyItMatters?: string };

function finding(role: RoleFacts, id: string, severity: Severity, texts: Texts): Finding {
  const { whyItMatters } = EXPECTED[role.purpose];
  return findingOf('roles')(id, severity, role.name, { whyItMatters, ...texts });
}
