/**
 * What can be done with a stack, by its status. `made`: it can be changed. `unmade`: its creation failed, nothing in it can be
 * kept, it can only be deleted. `busy`: CloudFormation works on it. `stuck`: somebody has to help first.
 */
export type StackState = 'made' | 'unmade' | 'busy' | 'stuck';

const STATES: Readonly<Partial<Record<string, StackState>>> = {
  CREATE_FAILED: 'unmade',
  ROLLBACK_COMPLETE: 'unmade',
  ROLLBACK_FAILED: 'unmade',
  DELETE_FAILED: 'stuck',
  IMPORT_ROLLBACK_FAILED: 'stuck',
  UPDATE_FAILED: 'stuck',
  UPDATE_ROLLBACK_FAILED: 'stuck',
};

export function stackState(status: string): StackState {
  return status.endsWith('_IN_PROGRESS') ? 'busy' : (STATES[status] ?? 'made');
}

/** How a stack is brought back to where it can be changed. */
export function stackRemedy(stackName: string, status: string): string {
  switch (status) {
    case 'UPDATE_ROLLBACK_FAILED':
      return `Undo what was changed by hand (dray stack events --stack ${stackName}), then: dray stack rollback --stack ${stackName}.`;
    case 'UPDATE_FAILED':
      return `Roll it back: aws cloudformation rollback-stack --stack-name ${stackName}.`;
    case 'DELETE_FAILED':
      return `See what holds it (dray stack events --stack ${stackName}), then: dray stack delete --stack ${stackName}.`;
    default:
      return stackState(status) === 'busy'
        ? `Wait until that is done (dray stack events --stack ${stackName}), then run the same command again.`
        : `See what it says: dray stack events --stack ${stackName}.`;
  }
}
