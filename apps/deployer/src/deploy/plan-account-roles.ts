import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { ACCOUNT_ROLES_STACK, type Stage } from '../stacks/stages.js';
import { type Deployed, madeStack } from './read-deployed.js';
import type { Refusal } from './refusal.js';
import type { Step } from './step.js';

export interface AccountRolesWish {
  readonly only: Stage | undefined;
  /** Which of the two roles the account lacks; `undefined`: it may not be looked for. */
  readonly missingRoles: readonly string[] | undefined;
}

const BOTH = 2;

/**
 * What becomes of the two roles that AWS DMS looks for by name, before a replication is made. Pure. An account has one each, while
 * their stack is of one region: where both are there and no stack of them, there is nothing to make.
 */
export function planAccountRoles(
  { name, config }: Pick<PipelineSpec, 'name' | 'config'>,
  deployed: Pick<Deployed, 'stacks'>,
  { only, missingRoles }: AccountRolesWish,
): { readonly steps: readonly Step[]; readonly refusals: readonly Refusal[] } {
  if (only !== undefined && only !== 'replication') return NOTHING;
  const isMade = (stackName: string): boolean => madeStack(deployed, stackName) !== undefined;
  if (config.roles.account === 'existing') {
    return missingRoles !== undefined && missingRoles.length > 0 && !isMade(`${name}-replication`)
      ? refused(missingRoles, false)
      : NOTHING;
  }
  if (!isMade(ACCOUNT_ROLES_STACK) && missingRoles !== undefined && missingRoles.length < BOTH) {
    return missingRoles.length === 0 ? NOTHING : refused(missingRoles, true);
  }
  return { steps: [{ kind: 'deploy-stack', stackName: ACCOUNT_ROLES_STACK, stage: 'account-roles' }], refusals: [] };
}

const NOTHING = { steps: [], refusals: [] };

function refused(missing: readonly string[], create: boolean) {
  return { steps: [], refusals: [{ kind: 'account-roles', missing, create } as const] };
}
