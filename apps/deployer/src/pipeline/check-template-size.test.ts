import { readDeploymentValues } from '@drayage/config';
import { expect, it } from 'vitest';
import type { ReplicatedTable } from './pipeline-spec.js';
import { checkTemplateSize } from './check-template-size.js';

const tables = (count: number): readonly ReplicatedTable[] =>
  Array.from({ length: count }, (_, at) => ({
    schema: 'warehouse',
    name: `movements_of_goods_${String(at).padStart(5, '0')}`,
    partitionKey: 'primary-key',
    keyless: false,
  }));
const valuesOf = (kind: string) =>
  readDeploymentValues((path) => (path.join('.') === 'replication.kind' ? kind : undefined));

it.each([
  ['serverless', 1_900, 2_500, 2_000],
  ['classic', 1_600, 2_000, 1_700],
])('%s: %d tables are taken, and %d are too many for a template', (kind, fine, tooMany, most) => {
  expect(checkTemplateSize(valuesOf(kind), tables(fine))).toEqual([]);
  expect(checkTemplateSize(valuesOf(kind), tables(tooMany))).toEqual([
    {
      path: ['tables', 'include'],
      message: expect.stringMatching(
        /^2,\d00 tables make a template of about [\d,]+ bytes, and CloudFormation takes 1,000,000\.$/u,
      ) as string,
      remedy: `Take about ${most.toLocaleString('en-US')} at most (tables.exclude), and the others in another pipeline, which has a stream and a replication of its own.`,
    },
  ]);
});
