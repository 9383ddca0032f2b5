import type { StackPort } from '../deploy/ports.js';
import { exportsOf, importsOf } from '../deploy/stack-links.js';
import type { Template } from '../deploy/template-changes.js';

/**
 * Stacks as CloudFormation keeps them, where a stand-in is more lenient: it neither deletes a stack nor drops an export of it
 * while another stack takes that export.
 */
export function guardExports(
  stacks: StackPort,
  names: readonly string[],
  templates: ReadonlyMap<string, Template>,
): StackPort {
  const check = async (stackName: string, after: Template): Promise<void> => {
    const before = (await stacks.find(stackName))?.template ?? {};
    const going = [...exportsOf(before).keys()].filter((name) => !exportsOf(after).has(name));
    for (const user of names.filter((name) => name !== stackName)) {
      const taken = importsOf((await stacks.find(user))?.template ?? {});
      const used = going.find((name) => taken.has(name));
      if (used !== undefined) throw new Error(`Export ${used} cannot be deleted as it is in use by ${user}.`);
    }
  };
  return {
    ...stacks,
    deploy: async (name, parameters) => {
      await check(name, templates.get(name) ?? {});
      await stacks.deploy(name, parameters);
    },
    delete: async (name) => {
      await check(name, {});
      await stacks.delete(name);
    },
  };
}
