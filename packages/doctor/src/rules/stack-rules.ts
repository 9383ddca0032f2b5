import type { StackFacts } from '../facts/aws-facts.js';
import type { PipelineFacts } from '../facts/pipeline-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';
import { findingOf } from './area-finding.js';

const finding = findingOf('stack');

/** What keeps a stack from being deployed or deleted. */
export function stackRules({ stack: read, replicationState }: PipelineFacts): readonly Finding[] {
  const stack = valueOf(read);
  if (stack === undefined) return [];
  return [...statusRules(stack, valueOf(replicationState)?.status ?? ''), ...failureRules(stack)];
}

function statusRules({ name, status }: StackFacts, replication: string): readonly Finding[] {
  if (status === 'ROLLBACK_COMPLETE' || status === 'ROLLBACK_FAILED' || status === 'CREATE_FAILED') {
    return [
      finding('stack-not-created', 'error', name, {
        what: `The stack is ${status}: its first creation failed.`,
        whyItMatters: 'Such a stack can only be deleted: no deployment mends it.',
        remedy: 'dray stack delete, mend the reason (dray stack events --failed), and deploy anew.',
      }),
    ];
  }
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    return [
      finding('stack-rollback-failed', 'error', name, {
        what: 'An update failed, and so did going back: a resource was changed by hand, or a running replication cannot be modified.',
        whyItMatters: 'No deployment is possible until it is mended.',
        remedy:
          'dray stop, undo what was changed by hand, then dray stack rollback (--skip RESOURCE leaves one as it is).',
      }),
    ];
  }
  if (
    status === 'DELETE_FAILED' ||
    (status === 'DELETE_IN_PROGRESS' && (replication === 'running' || replication === 'starting'))
  ) {
    return [
      finding('stack-delete-waits', 'error', name, {
        what: `The stack is ${status}${replication === '' ? '' : `, and the replication ${replication}`}.`,
        whyItMatters: 'Endpoints, subnet group and instance are not deleted while a replication uses them.',
        remedy: 'dray stop, then dray stack delete.',
      }),
    ];
  }
  return [];
}

/** What CloudFormation says of a resource, and what it means here; the more exact come first. */
const REASONS: readonly { readonly pattern: RegExp; readonly whyItMatters: string; readonly remedy: string }[] = [
  {
    pattern: /dms-(vpc|cloudwatch-logs)-role.*(already exists|exists)|role.*already exists/isu,
    whyItMatters:
      'The names of the roles of AWS DMS are fixed, once for each account: two stacks cannot both make them.',
    remedy: 'Leave the account roles to one stack, and switch them off in the other.',
  },
  {
    pattern: /no internet gateway attached/iu,
    whyItMatters: 'A public database was made before the gateway was attached.',
    remedy: 'Let the database depend on the attachment of the gateway, or have no public access; deploy anew.',
  },
  {
    pattern: /invalid task settings/iu,
    whyItMatters:
      'The task settings hold parts that only AWS DMS writes (log group and stream), or that this kind of replication refuses.',
    remedy: 'Leave CloudWatchLogGroup and CloudWatchLogStream out; or stop the replication, update, or replace it.',
  },
  {
    pattern: /\bAZs?\)? coverage|does ?n[o’']t cover enough AZs/iu,
    whyItMatters: 'AWS DMS wants a subnet group of at least two availability zones, also where it runs in one.',
    remedy: 'Name subnets of a second availability zone for the replication, and deploy again.',
  },
  {
    pattern: /dms-vpc-role.*not configured properly/isu,
    whyItMatters: 'The role is missing, or IAM has not spread it yet.',
    remedy: 'Deploy the account roles first, wait a minute, and deploy again.',
  },
];

function failureRules({ failures }: StackFacts): readonly Finding[] {
  return failures.map(({ resource, reason }) => {
    const known = REASONS.find(({ pattern }) => pattern.test(reason));
    return finding('stack-resource-failed', 'error', resource, {
      what: reason,
      whyItMatters: known?.whyItMatters ?? 'The stack is not what its template says.',
      remedy: known?.remedy ?? 'dray stack events --failed shows what came before; mend it and deploy again.',
    });
  });
}
