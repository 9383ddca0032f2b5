import { App } from 'aws-cdk-lib';
import type { PipelineSpec } from './pipeline/pipeline-spec.js';
import { buildStacks } from './stacks/build-stacks.js';

/** Choices of the CDK that are pinned, so that a newer library makes the same templates. */
const CONTEXT = {
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/aws-rds:databaseProxyUniqueResourceName': true,
  '@aws-cdk/aws-ecs:disableExplicitDeploymentControllerForCircuitBreaker': true,
  '@aws-cdk/aws-ecs:removeDefaultDeploymentAlarm': true,
  // By itself, the CDK gives the launch templates of all bastions of an account one name, of which the second is refused.
  '@aws-cdk/aws-ec2:uniqueImdsv2TemplateName': true,
  // Amazon Linux 2, the CDK's own default, gets no more updates.
  '@aws-cdk/aws-ec2:bastionHostUseAmazonLinux2023ByDefault': true,
  // A template may have a megabyte, of which the mappings of many tables need much.
  '@aws-cdk/core:suppressTemplateIndentation': true,
  '@aws-cdk/core:target-partitions': ['aws', 'aws-cn', 'aws-us-gov'],
};

/** The app of one pipeline, of which nothing is checked: for whoever looks at many, and deploys none. */
export function uncheckedApp(spec: PipelineSpec, outdir: string): App {
  const app = new App({ outdir, analyticsReporting: false, treeMetadata: false, postCliContext: CONTEXT });
  buildStacks(app, spec);
  return app;
}
