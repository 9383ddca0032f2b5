import type { Template, TemplateResource } from './template-changes.js';

/**
 * What becomes of resources when their stack is deleted. CloudFormation goes by the template that was deployed, whatever the
 * configuration says by now.
 */
export interface PlacedResource {
  readonly id: string;
  readonly type: string;
}

/** What outlives a stack of this template. */
export function retainedResources(template: Template): readonly PlacedResource[] {
  return resources(template).flatMap(([id, resource]) => (isRetained(resource) ? [{ id, type: resource.Type }] : []));
}

/** Whether what is of this type outlives its stack; `undefined`: the template has nothing of it. */
export function isTypeRetained(template: Template, type: string): boolean | undefined {
  const found = resources(template).filter(([, { Type }]) => Type === type);
  return found.length === 0 ? undefined : found.some(([, resource]) => isRetained(resource));
}

/** What would go that is to stay now, or stay that is to go. What only one of the templates has is not compared. */
export function differingPolicies(deployed: Template, wanted: Template): readonly PlacedResource[] {
  return resources(deployed).flatMap(([id, resource]) => {
    const next = wanted.Resources?.[id];
    const differs = next?.Type === resource.Type && isRetained(next) !== isRetained(resource);
    return differs ? [{ id, type: resource.Type }] : [];
  });
}

/** `RetainExceptOnCreate` lets go only what a creation leaves that failed. */
function isRetained({ DeletionPolicy }: TemplateResource): boolean {
  return DeletionPolicy === 'Retain' || DeletionPolicy === 'RetainExceptOnCreate';
}

function resources({ Resources = {} }: Template): readonly (readonly [string, TemplateResource])[] {
  return Object.entries(Resources);
}
