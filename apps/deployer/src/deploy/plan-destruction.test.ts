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
    'Bring the replication to rest; it keeps its place',
    'Drop the replication slot and the DDL audit objects at the source',
    'Delete shop-observability',
    'Delete shop-sink',
    'Delete shop-replication',
    'Delete shop-stream',
    'Delete shop-network',
  ]);
});

it('waits for a replication that is stopping before anything is dropped', async () => {
  const spec = await specOf({ source: EXISTING_SOURCE });
  const plan = planDestruction(spec, deployed(WITHOUT_DATABASE, { state: 'stopping' }), ALL);
  expect(sentences(plan)[0]).toBe('Bring the replication to rest; it keeps its place');
});

it('says of what stays how it is used again', async () => {
  const told = {
    outputs: { stream: { StreamArn: 'arn:of:stream' }, database: { DatabaseSecretArn: 'arn:of:secret' } },
  };
  const { stays } = planDestruction(await specOf(), deployed(EVERYTHING, told), ALL);
  expect(stays.join()).toContain('stream.existingArn: arn:of:stream');
  expect(stays.join()).toContain('source.secretArn: arn:of:secret');
});

it('refuses while CloudFormation still works on a stack, before anything is stopped', async () => {
  const spec = await specOf({ source: EXISTING_SOURCE });
  const busy = (status: string): DestructionPlan =>
    planDestruction(spec, deployed(WITHOUT_DATABASE, { stacks: { sink: status } }), ALL);
  expect(busy('UPDATE_IN_PROGRESS')).toMatchObject({ steps: [], refusals: [{ kind: 'stack-state' }] });
  expect(busy('DELETE_IN_PROGRESS').refusals).toEqual([]);
  expect(busy('UPDATE_ROLLBACK_FAILED').refusals).toEqual([]);
});

it('takes away what the configuration no longer has', async () => {
  const spec = await specOf({
    source: EXISTING_SOURCE,
    stream: { existingArn: 'arn:aws:kinesis:eu-central-1:123456789012:stream/one', retentionHours: 168 },
  });
  expect(sentences(planDestruction(spec, deployed(WITHOUT_DATABASE), ALL))).toContain('Delete shop-stream');
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
  expect(plan.stays.join()).toMatch(/shop-network, which the database needs;.*dray destroy --only network/u);
  // The second time the stack of the database is gone; the database is still there.
  const second = planDestruction(await specOf(), deployed({ network: {} }), ALL);
  expect(sentences(second)).toEqual([]);
  const asked = planDestruction(await specOf(), deployed({ network: {} }), { ...ALL, only: 'network' });
  expect(sentences(asked)).toEqual(['Delete shop-network']);
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
