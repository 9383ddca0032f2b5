import { possibleStacks, type StageStack } from '../stacks/stages.js';
import type { Comparison } from './compare-stacks.js';
import type { Refusal } from './refusal.js';
import { exportsFrom, exportsOf, giverOf, importsOf } from './stack-links.js';
import { holdsData, type Template } from './template-changes.js';

export interface StackOrder {
  /** To be deleted before anything is deployed, in this order. */
  readonly deleted: readonly string[];
  /** To be deployed, in this order. */
  readonly deployed: readonly StageStack[];
  readonly refusals: readonly Refusal[];
}

/** One stack takes from another what goes, or gets another value. */
interface Use {
  readonly giver: string;
  readonly user: string;
  readonly exportName: string;
}

/**
 * The order in which CloudFormation takes the changes of stacks. Pure. It neither deletes nor changes an export that another
 * stack takes: so a stack that no longer takes it goes before the one that no longer gives it, against the order of the stages.
 * Of stacks that must be made anew (`remade`), those that take from them are made anew as well; so is one that holds no data
 * and stands in the way: the dashboard with its alarms.
 */
export function orderStacks(
  { name }: { readonly name: string },
  comparison: Comparison,
  remade: ReadonlySet<string>,
): StackOrder {
  const { chosen, before, after } = comparison;
  const all = possibleStacks({ name });
  const observability = `${name}-observability`;
  const gone = new Set(remade);
  const isChosen = (stackName: string): boolean => chosen.some((stack) => stack.stackName === stackName);
  const template = (stackName: string): Template => after.get(stackName) ?? {};
  const wants = ({ user, exportName }: Use): boolean => isChosen(user) && importsOf(template(user)).has(exportName);
  for (let size = -1; size !== gone.size;) {
    size = gone.size;
    for (const use of endingUses(comparison, gone)) {
      const isFree = use.user === observability && !holdsData(before.get(use.user) ?? {});
      if (isFree || (isChosen(use.user) && (gone.has(use.giver) || wants(use)))) gone.add(use.user);
    }
  }
  const uses = endingUses(comparison, gone).filter(({ user }) => !gone.has(user));
  const again = all.filter(({ stackName }) => gone.has(stackName) && !isChosen(stackName) && after.has(stackName));
  const deployed = [...chosen, ...again];
  const stageOf = (stackName: string): StageStack['stage'] | undefined =>
    after.has(stackName) ? all.find((stack) => stack.stackName === stackName)?.stage : undefined;
  const given = (exportName: string): boolean => {
    const giver = giverOf(exportName);
    return !gone.has(giver) && exportsOf(before.get(giver) ?? {}).has(exportName);
  };
  const inUse = uses.filter(({ user }) => !isChosen(user));
  const lacking = deployed.flatMap(({ stackName }): readonly Refusal[] => {
    const givers = [...importsOf(template(stackName))].filter((exportName) => !given(exportName)).map(giverOf);
    return all
      .filter(
        (stack) => givers.includes(stack.stackName) && !deployed.some((other) => other.stackName === stack.stackName),
      )
      .map((needs) => ({ kind: 'stack-missing', stackName, needs }));
  });
  const refusals: readonly Refusal[] = [
    ...oneEach(inUse).map(({ giver, user }): Refusal => ({
      kind: 'export-in-use',
      stackName: giver,
      user: { stackName: user, stage: stageOf(user) },
    })),
    ...lacking,
  ];
  const deleted = all.map(({ stackName }) => stackName).filter((stackName) => gone.has(stackName));
  if (refusals.length > 0) return { deleted: [], deployed: [], refusals };

  /** What has to be deployed before a stack: who takes what it gives no longer, and who gives what it takes only now. */
  const earlier = (stackName: string): ReadonlySet<string> =>
    new Set([
      ...uses.filter(({ giver }) => giver === stackName).map(({ user }) => user),
      ...[...importsOf(template(stackName))].filter((exportName) => !given(exportName)).map(giverOf),
    ]);
  const ordered: StageStack[] = [];
  for (let left = deployed; left.length > 0; left = deployed.filter((stack) => !ordered.includes(stack))) {
    const next = left.find(({ stackName }) => left.every((other) => !earlier(stackName).has(other.stackName)));
    if (next === undefined) return { deleted: [], deployed: [], refusals: oneEach(uses).map(entangled(stageOf)) };
    ordered.push(next);
  }
  return { deleted: deleted.reverse(), deployed: ordered, refusals: [] };
}

const entangled =
  (stageOf: (stackName: string) => StageStack['stage'] | undefined) =>
  ({ giver, user }: Use): Refusal => ({
    kind: 'stacks-entangled',
    stackName: giver,
    user: { stackName: user, stage: stageOf(user) },
  });

/** What goes, or gets another value, and is taken by a stack that is there. */
function endingUses({ chosen, before, after, changes }: Comparison, gone: ReadonlySet<string>): readonly Use[] {
  return [...before].flatMap(([giver, template]) => {
    const kept = exportsOf(after.get(giver) ?? {});
    const lost = new Set(
      (changes.get(giver) ?? []).flatMap(({ id, effect }) =>
        effect === 'replaced' || effect === 'removed' ? [id] : [],
      ),
    );
    const isChosen = chosen.some(({ stackName }) => stackName === giver);
    const ending = gone.has(giver)
      ? [...exportsOf(template).keys()]
      : isChosen
        ? [
            ...[...exportsOf(template).keys()].filter((exportName) => !kept.has(exportName)),
            ...exportsFrom(template, lost),
          ]
        : [];
    return [...before].flatMap(([user, { Resources = {}, Outputs = {} }]) => {
      const taken = importsOf({ Resources, Outputs });
      return ending.filter((exportName) => taken.has(exportName)).map((exportName) => ({ giver, user, exportName }));
    });
  });
}

/** One use for each pair of stacks. */
function oneEach(uses: readonly Use[]): readonly Use[] {
  return [...new Map(uses.map((use) => [`${use.giver} ${use.user}`, use])).values()];
}
