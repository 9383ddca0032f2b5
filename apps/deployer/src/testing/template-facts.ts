import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

interface Template {
  readonly Resources?: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Export?: unknown }>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
}

/** A template, with what the CDK adds to every one left out. */
export function templateOf(stack: CloudFormationStackArtifact): Template {
  const { Resources, Outputs, Parameters = {}, Conditions } = stack.template as Template;
  const own = Object.fromEntries(Object.entries(Parameters).filter(([name]) => name !== 'BootstrapVersion'));
  return {
    ...(Resources && { Resources }),
    ...(Outputs && { Outputs }),
    ...(Object.keys(own).length > 0 && { Parameters: own }),
    ...(Conditions && { Conditions }),
  };
}

/** The resources of a type, with their logical ids. */
export function resourcesOf(
  stacks: readonly CloudFormationStackArtifact[],
  type: string,
): readonly (Resource & { readonly id: string })[] {
  return stacks.flatMap((stack) =>
    Object.entries(templateOf(stack).Resources ?? {})
      .filter(([, resource]) => resource.Type === type)
      .map(([id, resource]) => ({ id, ...resource })),
  );
}

/** The one resource of a type. */
export function resourceOf(stacks: readonly CloudFormationStackArtifact[], type: string): Resource {
  const [found, ...others] = resourcesOf(stacks, type);
  if (found === undefined || others.length > 0)
    throw new Error(`There is not one ${type}, but ${String(others.length + (found ? 1 : 0))}.`);
  return found;
}

/** The values of outputs by name, without those that only pass a value from stack to stack. */
export function outputsOf(stacks: readonly CloudFormationStackArtifact[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    stacks.flatMap((stack) =>
      Object.entries(templateOf(stack).Outputs ?? {})
        .filter(([, output]) => output.Export === undefined)
        .map(([name, output]) => [name, output.Value]),
    ),
  );
}

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}
