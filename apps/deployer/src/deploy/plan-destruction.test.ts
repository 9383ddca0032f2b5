import { expect, it } from 'vitest';
import { deployed } from '../testing/deployed.js';
import { EXISTING_SOURCE, specOf } from '../testing/spec.js';
import { type DestructionPlan, type DestructionWish, planDestruction } from './plan-destruction.js';
import { describeStep } from './step.js';

const ALL: DestructionWish = { only: undefined, keepSourceObjects: false };
const WITHOUT_DATABASE = { network: {}, stream: {}, replication: {}, sink: {}, observability: {} };
const EVERYTHING = { ...WITHOUT_DATABASE, database: {} };
const sentences = ({ steps }: DestructionPlan): readonly string[] => steps.map(describeStep);

it('stops, frees the source, and deletes stacks before what they need', async () => {
  const spec = await specOf({ source: EXISTING_SOURCE });
  const plan = planDestruction(spec, deployed(WITHOUT_DATABASE, {}), ALL);
  expect(sentences(plan)).toEqual([
    'Stop the replication; it keeps its place',
    'Drop the replication slot and the DDL audit objects at the source',
    'Delete shop-observability',
    'Delete shop-sink',
    'Delete shop-replication',
    'Delete shop-stream',
    'Delete shop-network',
  ]);
  expect(plan.stays).toContain('the stream (deployment.removal: retain)');
});

it('drops nothing at a source that goes anyway', async () => {
  const spec = await specOf({ deployment: { removal: 'destroy' } });
  const plan = planDestruction(spec, deployed(EVERYTHING, { state: 'stopped' }), ALL);
  expect(sentences(plan)).toEqual([
    'Delete shop-observability',
    'Delete shop-sink',
    'Delete shop-replication',
    'Delete shop-stream',
    'Delete shop-database',
    'Delete shop-network',
  ]);
});

it('leaves the network to a database that stays, and frees that database', async () => {
  const plan = planDestruction(await specOf(), deployed(EVERYTHING), ALL);
  expect(sentences(plan)).not.toContain('Delete shop-network');
  expect(sentences(plan)[0]).toBe('Drop the replication slot and the DDL audit objects at the source');
  expect(plan.stays).toContain('shop-network, which the database needs');
});

it('leaves the source as it is where that is asked, and where it is no PostgreSQL', async () => {
  const kept = planDestruction(await specOf({ source: EXISTING_SOURCE }), deployed(EVERYTHING), {
    ...ALL,
    keepSourceObjects: true,
  });
  const mysql = planDestruction(
    await specOf({ source: { ...EXISTING_SOURCE, engine: 'mysql', database: undefined } }),
    deployed(EVERYTHING),
    ALL,
  );
  for (const plan of [kept, mysql]) expect(sentences(plan).join()).not.toContain('Drop');
});

it('takes one stage away, and stops the replication only for its own', async () => {
  const spec = await specOf({ source: EXISTING_SOURCE });
  expect(sentences(planDestruction(spec, deployed(EVERYTHING, {}), { ...ALL, only: 'sink' }))).toEqual([
    'Delete shop-observability',
    'Delete shop-sink',
  ]);
});

it('does nothing where nothing is', async () => {
  expect(planDestruction(await specOf(), deployed({}), ALL).steps).toEqual([]);
});
