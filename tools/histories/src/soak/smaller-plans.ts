import type { DeliveryPlan } from '../delivery/delivery-plan.ts';
import type { HistoryPlan } from '../history/history-plan.ts';
import type { Step } from '../history/step.ts';
import type { CasePlan } from '../run/arbitrary-case.ts';

/**
 * Plans that do a little less than this one, those that do much less first: without some steps, without a table, with
 * simpler rows and values, on a straighter way. Whoever looks for the smallest plan that fails takes the first of them
 * that does, and asks again.
 */
export function* smallerPlans(plan: CasePlan): Generator<CasePlan> {
  const { history, delivery } = plan;
  for (const steps of withoutParts(history.steps)) yield { ...plan, history: { ...history, steps } };
  for (let table = 0; history.tables.length > 1 && table < history.tables.length; table += 1) {
    yield { ...plan, history: withoutTable(history, table) };
  }
  for (const simpler of simplerDeliveries(delivery)) yield { ...plan, delivery: simpler };
  if (plan.signalsLoads !== 'to every worker') yield { ...plan, signalsLoads: 'to every worker' };
  for (const tables of eachSmaller(history.tables, simplerTables)) yield { ...plan, history: { ...history, tables } };
  for (const steps of eachSmaller(history.steps, simplerSteps)) yield { ...plan, history: { ...history, steps } };
}

/** A list without its halves, its quarters, and so on to its single members. */
function* withoutParts<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let size = Math.ceil(list.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < list.length; at += size) yield [...list.slice(0, at), ...list.slice(at + size)];
  }
}

/** A list with one member made simpler. */
function* eachSmaller<T>(list: readonly T[], simpler: (member: T) => Iterable<T>): Generator<readonly T[]> {
  for (const [index, member] of list.entries()) {
    for (const other of simpler(member)) yield list.with(index, other);
  }
}

/** Steps of the other tables keep their tables. */
function withoutTable({ tables, steps }: HistoryPlan, gone: number): HistoryPlan {
  const numbered = steps.flatMap((step): readonly Step[] => {
    if (step.do === 'restart') return [step];
    const table = step.table % tables.length;
    return table === gone ? [] : [{ ...step, table: table > gone ? table - 1 : table }];
  });
  return { tables: tables.filter((_, index) => index !== gone), steps: numbered };
}

type Table = HistoryPlan['tables'][number];

function* simplerTables(table: Table): Generator<Table> {
  const { plan, rows } = table;
  for (const fewer of withoutParts(rows)) yield { ...table, rows: fewer };
  if (plan.shapes.length > 1) yield { ...table, plan: { ...plan, shapes: plan.shapes.slice(0, 1) } };
  if (plan.shapes.length > 0) yield { ...table, plan: { ...plan, shapes: plan.shapes.slice(0, -1) } };
  if (plan.keyShapes.length > 0) yield { ...table, plan: { ...plan, keyShapes: [] } };
  if (plan.names.length > 0) yield { ...table, plan: { ...plan, names: plan.names.slice(0, -1) } };
  if (plan.key === 'composite') yield { ...table, plan: { ...plan, key: 'single' } };
  if (plan.partialImages) yield { ...table, plan: { ...plan, partialImages: false } };
  for (const values of eachSmaller(rows, fewerValues)) yield { ...table, rows: values };
}

function* fewerValues(values: readonly number[]): Generator<readonly number[]> {
  if (values.length > 0) yield [];
  if (values.length > 1) yield values.slice(0, -1);
}

function* simplerSteps(step: Step): Generator<Step> {
  if ('values' in step) for (const values of fewerValues(step.values)) yield { ...step, values };
  if ('row' in step && step.row > 0) yield { ...step, row: 0 };
  if (step.do === 'alter' && step.told !== 'once') yield { ...step, told: 'once' };
  if (step.do === 'restart' && step.back > 1) yield { ...step, back: step.back - 1 };
}

const LISTS = ['rereads', 'delays', 'together', 'duplicates', 'turns', 'cuts', 'places'] as const;

function* simplerDeliveries(delivery: DeliveryPlan): Generator<DeliveryPlan> {
  if (delivery.workers !== 'one') yield { ...delivery, workers: 'one' };
  if (delivery.reshard !== undefined) yield { ...delivery, reshard: undefined };
  if (delivery.shards > 1) yield { ...delivery, shards: delivery.shards - 1 };
  if (delivery.partition !== 'schema-table') yield { ...delivery, partition: 'schema-table' };
  for (const list of LISTS) {
    if (delivery[list].length > 0) yield { ...delivery, [list]: [] };
    if (delivery[list].length > 1) yield { ...delivery, [list]: delivery[list].slice(0, -1) };
  }
}
