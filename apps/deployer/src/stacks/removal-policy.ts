import type { DrayageConfig } from '@drayage/config';
import { RemovalPolicy } from 'aws-cdk-lib';

/**
 * What becomes of things that hold data when their stack goes. What a creation that failed leaves is empty, and would be in
 * the way of the next one: that always goes.
 */
export function removalPolicy({ deployment }: Pick<DrayageConfig, 'deployment'>): RemovalPolicy {
  return deployment.removal === 'destroy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
}
