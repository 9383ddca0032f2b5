import type { RoleFacts } from '../facts/aws-facts.js';
import type { Read } from '../facts/read.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';

interface Expectation {
  /** A service principal, or a part of it where the region stands in it. */
  readonly trusts: (service: string) => boolean;
  readonly principal: string;
  /** The managed policy that makes the role what it is; empty: none in particular. */
  readonly policy: string;
  readonly whyItMatters: string;
}

const EXPECTED: Readonly<Record<RoleFacts['purpose'], Expectation>> = {
  vpc: {
    trusts: (service) => service === 'dms.amazonaws.com',
    principal: 'dms.amazonaws.com',
    policy: 'AmazonDMSVPCManagementRole',
    whyItMatters: 'AWS DMS cannot place a replication in a VPC: "The IAM Role dms-vpc-role is not configured properly".',
  },
  logs: {
    trusts: (service) => service === 'dms.amazonaws.com',
    principal: 'dms.amazonaws.com',
    policy: 'AmazonDMSCloudWatchLogsRole',
    whyItMatters: 'AWS DMS writes no logs: what it leaves out or fails at cannot be seen.',
  },
  stream: {
    trusts: (service) => service === 'dms.amazonaws.com',
    principal: 'dms.amazonaws.com',
    policy: '',
    whyItMatters: 'AWS DMS may not write to the stream: nothing arrives.',
  },
  secret: {
    trusts: (service) => /^dms\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/u.test(service),
    principal: 'dms.<region>.amazonaws.com',
    policy: '',
    whyItMatters: 'AWS DMS cannot read the password of the source: the connection fails.',
  },
};

/** The roles that AWS DMS takes: there, trusted to it, with their policy. Names are exact and once for each account. */
export function roleRules(roles: Read<readonly RoleFacts[]>): readonly Finding[] {
  return (valueOf(roles) ?? []).flatMap((role) => {
    const { trusts, principal, policy, whyItMatters } = EXPECTED[role.purpose];
    const finding = (id: string, what: string, remedy: string): Finding => ({ id, severity: 'error', area: 'roles', subject: role.name, what, whyItMatters, remedy });
    if (!role.exists) {
      return [
        finding(
          'role-missing',
          `There is no role ${role.name}.`,
          role.purpose === 'vpc' || role.purpose === 'logs'
            ? `Deploy the account roles, once for the account: it trusts ${principal} and has the policy ${policy}. A second stack that makes it fails with "already exists".`
            : `Make it: it trusts ${principal}.`,
        ),
      ];
    }
    const findings: Finding[] = [];
    if (!role.trusts.some(trusts)) findings.push(finding('role-trust', `${role.name} trusts ${role.trusts.join(', ') || 'nobody'}, not ${principal}.`, `Let ${principal} take it (sts:AssumeRole).`));
    if (policy !== '' && !role.policies.includes(policy)) {
      findings.push(finding('role-policy', `${role.name} lacks the policy ${policy}.`, `Attach ${policy} to it.`));
    }
    if (role.missingActions.length > 0) {
      findings.push(finding('role-policy', `${role.name} may not ${role.missingActions.join(', ')}.`, `Allow ${role.missingActions.join(', ')} to it.`));
    }
    return findings;
  });
}
