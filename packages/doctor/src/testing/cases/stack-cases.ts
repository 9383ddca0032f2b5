import type { StackFacts } from '../../facts/aws-facts.js';
import { known } from '../../facts/read.js';
import { pipeline } from '../right-facts.js';
import type { WrongCase } from '../wrong-case.js';

const stack = (given: Partial<StackFacts>) =>
  pipeline({ stack: known({ name: 'shop', status: 'UPDATE_COMPLETE', failures: [], ...given }) });

export const STACK_CASES: readonly WrongCase[] = [
  {
    id: 'stack-not-created',
    when: 'it was rolled back',
    severity: 'error',
    subject: 'shop',
    facts: stack({ status: 'ROLLBACK_COMPLETE' }),
  },
  {
    id: 'stack-rollback-failed',
    when: 'going back failed',
    severity: 'error',
    subject: 'shop',
    facts: stack({ status: 'UPDATE_ROLLBACK_FAILED' }),
  },
  {
    id: 'stack-delete-waits',
    when: 'the replication runs',
    severity: 'error',
    subject: 'shop',
    facts: stack({ status: 'DELETE_IN_PROGRESS' }),
  },
  {
    id: 'stack-resource-failed',
    when: 'a role is there already',
    severity: 'error',
    subject: 'VpcRole',
    facts: stack({ failures: [{ resource: 'VpcRole', reason: 'dms-vpc-role already exists in stack arn:…' }] }),
  },
  {
    id: 'stack-resource-failed',
    when: 'the gateway came late',
    severity: 'error',
    subject: 'Database',
    facts: stack({ failures: [{ resource: 'Database', reason: 'VPC vpc-1 has no internet gateway attached' }] }),
  },
  {
    id: 'stack-resource-failed',
    when: 'all subnets are in one zone',
    severity: 'error',
    subject: 'SubnetGroup',
    facts: stack({
      failures: [{ resource: 'SubnetGroup', reason: "The replication subnet group doesn't cover enough AZs" }],
    }),
  },
  {
    id: 'stack-resource-failed',
    when: 'settings are refused',
    severity: 'error',
    subject: 'Task',
    facts: stack({ failures: [{ resource: 'Task', reason: 'Invalid task settings JSON' }] }),
  },
];
