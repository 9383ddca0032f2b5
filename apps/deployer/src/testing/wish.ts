import type { DeploymentWish } from '../deploy/plan-deployment.js';

/** What a command line without flags says, in an account that has the roles of AWS DMS. */
export const NO_FLAGS: Omit<DeploymentWish, 'templates'> = {
  only: undefined,
  start: false,
  imageGiven: false,
  bootstrap: false,
  skipPreparation: false,
  replace: false,
  replaceReplication: false,
  sameSource: false,
  drained: false,
  acceptGap: false,
  missingRoles: [],
};
