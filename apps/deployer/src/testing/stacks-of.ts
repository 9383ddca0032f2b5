import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildStacks } from '../stacks/build-stacks.js';
import { specOf } from './spec.js';

/** The templates of a pipeline by the name of their stage, without the checks that the program makes. */
export async function stacksOf(sections: Readonly<Record<string, unknown>>): Promise<ReadonlyMap<string, Template>> {
  const spec = await specOf(sections);
  const stacks = buildStacks(new App({ analyticsReporting: false }), spec);
  return new Map(stacks.map((stack) => [stack.stackName.slice(spec.name.length + 1), Template.fromStack(stack)]));
}
