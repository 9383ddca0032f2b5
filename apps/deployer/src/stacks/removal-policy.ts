import type { DrayageConfig } from '@drayage/config';
import { RemovalPolicy } from 'aws-cdk-lib';

/** What becomes of things that hold data when their stack goes. */
export function removalPolicy({ deployment }: Pick<DrayageConfig, 'deployment'>): RemovalPolicy {
  return deployment.removal === 'destroy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
}
