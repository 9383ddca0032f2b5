import { Aws, CfnCondition, Fn } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** China and GovCloud have consoles of their own; a template is of no partition, so CloudFormation chooses. */
export function consoleHost(scope: Construct): string {
  const isIn = (id: string, partition: string): string =>
    new CfnCondition(scope, id, { expression: Fn.conditionEquals(Aws.PARTITION, partition) }).logicalId;
  const elsewhere = Fn.conditionIf(
    isIn('InGovCloud', 'aws-us-gov'),
    'console.amazonaws-us-gov.com',
    'console.aws.amazon.com',
  );
  const host = Fn.conditionIf(isIn('InChina', 'aws-cn'), 'console.amazonaws.cn', elsewhere).toString();
  return Fn.join('.', [Aws.REGION, host]);
}
