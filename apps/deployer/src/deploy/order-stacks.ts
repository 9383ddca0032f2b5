import { possibleStacks, type StageStack } from '../stacks/stages.js';
import type { Comparison } from './compare-stacks.js';
import type { Refusal } from './refusal.js';
import { exportsFrom, exportsOf, giverOf, importsOf } from './stack-links.js';
import { holdsData } from './template-changes.js';

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
  const gone = whatGoes(`${name}-observability`, comparison, remade);
  const all = possibleStacks({ name });
  const isChosen = isChosenOf(comparison);
  const again = all.filter(
    ({ stackName }) => gone.has(stackName) && !isChosen(stackName) && comparison.after.has(stackName),
  );
  const view: View = {
    all,
    comparison,
    gone,
    deployed: [...comparison.chosen, ...again],
    uses: endingUses(comparison, gone).filter(({ user }) => !gone.has(user)),
  };
  const refusals = refusalsOf(view);
  if (refusals.length > 0) return { deleted: [], deployed: [], refusals };
  const deployed = inOrder(view);
  if (deployed === undefined) return { deleted: [], deployed: [], refusals: oneEach(view.uses).map(entangledIn(view)) };
  const deleted = all.map(({ stackName }) => stackName).filter((stackName) => gone.has(stackName));
  return { deleted: deleted.reverse(), deployed, refusals: [] };
}

/** What of the stacks is decided already. */
interface View {
  /** Every stack that the pipeline may have, in the order of the stages. */
  readonly all: readonly StageStack[];
  readonly comparison: Comparison;
  readonly gone: ReadonlySet<string>;
  readonly deployed: readonly StageStack[];
  /** Of stacks that stay. */
  readonly uses: readonly Use[];
}

/** The stacks that are deleted before anything is made: each one that goes may take along those that take from it. */
function whatGoes(observability: string, comparison: Comparison, remade: ReadonlySet<string>): ReadonlySet<string> {
  const isChosen = isChosenOf(comparison);
  const wants = ({ user, exportName }: Use): boolean =>
    isChosen(user) && importsOf(comparison.after.get(user) ?? {}).has(exportName);
  const goesAlong = (use: Use, gone: ReadonlySet<string>): boolean => {
    const isFree = use.user === observability && !holdsData(comparison.before.get(use.user) ?? {});
    return isFree || (isChosen(use.user) && (gone.has(use.giver) || wants(use)));
  };
  const gone = new Set(remade);
  for (;;) {
    const more = endingUses(comparison, gone).filter((use) => !gone.has(use.user) && goesAlong(use, gone));
    if (more.length === 0) return gone;
    for (const { user } of more) gone.add(user);
  }
}

/** Stacks that would lose what they take, and stacks that would take what is not given. */
function refusalsOf(view: View): readonly Refusal[] {
  const { all, comparison, deployed, uses } = view;
  const isChosen = isChosenOf(comparison);
  const isDeployed = (stackName: string): boolean => deployed.some((stack) => stack.stackName === stackName);
  const inUse = oneEach(uses.filter(({ user }) => !isChosen(user)));
  return [
    ...inUse.map(({ giver, user }): Refusal => ({
      kind: 'export-in-use',
      stackName: giver,
      user: { stackName: user, stage: stageIn(view, user) },
    })),
    ...deployed.flatMap(({ stackName }): readonly Refusal[] => {
      const givers = giversToCome(view, stackName);
      return all
        .filter((stack) => givers.has(stack.stackName) && !isDeployed(stack.stackName))
        .map((needs) => ({ kind: 'stack-missing', stackName, needs }));
    }),
  ];
}

/** `undefined`: each of some stacks would have to come before the other. */
function inOrder(view: View): readonly StageStack[] | undefined {
  const { deployed, uses } = view;
  /** Who takes what it gives no longer, and who gives what it takes only now. */
  const earlier = (stackName: string): ReadonlySet<string> =>
    new Set([
      ...uses.filter(({ giver }) => giver === stackName).map(({ user }) => user),
      ...giversToCome(view, stackName),
    ]);
  const ordered: StageStack[] = [];
  for (let left = deployed; left.length > 0; left = deployed.filter((stack) => !ordered.includes(stack))) {
    const next = left.find(({ stackName }) => left.every((other) => !earlier(stackName).has(other.stackName)));
    if (next === undefined) return undefined;
    ordered.push(next);
  }
  return ordered;
}

/** Stacks that give what this one takes only once they are deployed. */
function giversToCome({ comparison: { before, after }, gone }: View, stackName: string): ReadonlySet<string> {
  const isGiven = (exportName: string): boolean => {
    const giver = giverOf(exportName);
    return !gone.has(giver) && exportsOf(before.get(giver) ?? {}).has(exportName);
  };
  return new Set([...importsOf(after.get(stackName) ?? {})].filter((name) => !isGiven(name)).map(giverOf));
}

function isChosenOf({ chosen }: Comparison): (stackName: string) => boolean {
  const names = new Set(chosen.map(({ stackName }) => stackName));
  return (stackName) => names.has(stackName);
}

/** `undefined`: the stack is no longer in the configuration. */
function stageIn({ all, comparison }: View, stackName: string): StageStack['stage'] | undefined {
  return comparison.after.has(stackName) ? all.find((stack) => stack.stackName === stackName)?.stage : undefined;
}

const entangledIn =
  (view: View) =>
  ({ giver, user }: Use): Refusal => ({
    kind: 'stacks-entangled',
    stackName: giver,
    user: { stackName: user, stage: stageIn(view, user) },
  });

/** What goes, or gets another value, and is taken by a stack that is there. */
function endingUses(comparison: Comparison, gone: ReadonlySet<string>): readonly Use[] {
  const { before, after, changes } = comparison;
  const isChosen = isChosenOf(comparison);
  return [...before].flatMap(([giver, template]) => {
    const kept = exportsOf(after.get(giver) ?? {});
    const lost = new Set(
      (changes.get(giver) ?? []).flatMap(({ id, effect }) =>
        effect === 'replaced' || effect === 'removed' ? [id] : [],
      ),
    );
    const ending = gone.has(giver)
      ? [...exportsOf(template).keys()]
      : isChosen(giver)
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
