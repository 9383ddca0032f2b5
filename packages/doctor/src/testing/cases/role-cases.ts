import type { RoleFacts } from '../../facts/aws-facts.js';
import { known } from '../../facts/read.js';
import { namedRole, pipeline } from '../right-facts.js';
import type { WrongCase } from '../wrong-case.js';

const roles = (given: Partial<RoleFacts>) => pipeline({ roles: known([namedRole(given)]) });
const KEY_ARN = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b';

export const ROLE_CASES: readonly WrongCase[] = [
  {
    id: 'role-missing',
    when: 'it is not there',
    severity: 'error',
    subject: 'dms-vpc-role',
    facts: roles({ exists: false }),
  },
  {
    id: 'role-trust',
    when: 'somebody else may take it',
    severity: 'error',
    subject: 'dms-vpc-role',
    facts: roles({ trusts: ['ec2.amazonaws.com'] }),
  },
  {
    id: 'role-trust',
    when: 'the secret is for a region',
    severity: 'error',
    subject: 'secret',
    facts: roles({ name: 'secret', purpose: 'secret', policies: [] }),
  },
  {
    id: 'role-trust',
    when: 'the secret is for another region',
    severity: 'error',
    subject: 'secret',
    facts: roles({
      name: 'secret',
      purpose: 'secret',
      policies: [],
      region: 'eu-central-1',
      trusts: ['dms.us-east-1.amazonaws.com'],
    }),
  },
  {
    id: 'role-key',
    when: 'the stream has a key of its own',
    severity: 'warning',
    subject: 'stream',
    facts: roles({
      name: 'stream',
      purpose: 'stream',
      key: known({ id: KEY_ARN, missingActions: ['kms:GenerateDataKey'] }),
    }),
  },
  {
    id: 'role-key',
    when: 'the key is named by an alias',
    severity: 'warning',
    subject: 'secret',
    facts: roles({
      name: 'secret',
      purpose: 'secret',
      region: 'eu-central-1',
      trusts: ['dms.eu-central-1.amazonaws.com'],
      key: known({ id: 'alias/mine', missingActions: ['kms:Decrypt'] }),
    }),
  },
  {
    id: 'role-policy',
    when: 'its policy is another',
    severity: 'error',
    subject: 'dms-vpc-role',
    facts: roles({ policies: [] }),
  },
  {
    id: 'role-policy',
    when: 'it may not write',
    severity: 'error',
    subject: 'stream',
    facts: roles({ name: 'stream', purpose: 'stream', missingActions: ['kinesis:PutRecords'] }),
  },
];
